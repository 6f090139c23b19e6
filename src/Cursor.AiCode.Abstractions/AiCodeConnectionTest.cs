using System;

namespace Cursor.AiCode;

/// <summary>The result of <c>Test-AiCodeConnection</c>: the status of each endpoint, and advice.</summary>
public sealed record AiCodeConnectionTest
{
    /// <summary>The status of an endpoint that works.</summary>
    public const string Ok = "Ok";

    /// <summary>The address of the API.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>
    /// The source of the API key: <c>ApiKeyParameter</c>, <c>SecretNameParameter</c>, <c>EnvironmentVariable</c>,
    /// <c>DefaultSecret</c>; null if there is no key.
    /// </summary>
    public string? KeySource { get; init; }

    /// <summary>The status of commits as JSON: <c>Ok</c>, or the ID of the error.</summary>
    public string Commits { get; init; } = Ok;

    /// <summary>The status of changes as JSON: <c>Ok</c>, or the ID of the error.</summary>
    public string Changes { get; init; } = Ok;

    /// <summary>The status of commits as CSV: <c>Ok</c>, or the ID of the error.</summary>
    public string CommitsCsv { get; init; } = Ok;

    /// <summary>The status of changes as CSV: <c>Ok</c>, or the ID of the error.</summary>
    public string ChangesCsv { get; init; } = Ok;

    /// <summary>
    /// The status of the details of commits: <c>Ok</c>, or the ID of the error. They are a limited alpha, so
    /// <c>DetailNotAvailable</c> is normal, and causes no advice.
    /// </summary>
    public string CommitDetail { get; init; } = Ok;

    /// <summary>The advice: a line for each cause.</summary>
    public string Advice { get; init; } = "";
}
