using System;

namespace Cursor.AiCode;

/// <summary>What works with a key, and what to do about what does not.</summary>
public sealed record AiCodeConnectionTest
{
    /// <summary>The value of an endpoint that works.</summary>
    public const string Ok = "Ok";

    /// <summary>The address of the API.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>
    /// Where the key came from: <c>ApiKeyParameter</c>, <c>SecretNameParameter</c>, <c>EnvironmentVariable</c>,
    /// <c>DefaultSecret</c>; null where there is none.
    /// </summary>
    public string? KeySource { get; init; }

    /// <summary>Commits as JSON: <c>Ok</c>, or the id of the error.</summary>
    public string Commits { get; init; } = Ok;

    /// <summary>Changes as JSON: <c>Ok</c>, or the id of the error.</summary>
    public string Changes { get; init; } = Ok;

    /// <summary>Commits as CSV: <c>Ok</c>, or the id of the error.</summary>
    public string CommitsCsv { get; init; } = Ok;

    /// <summary>Changes as CSV: <c>Ok</c>, or the id of the error.</summary>
    public string ChangesCsv { get; init; } = Ok;

    /// <summary>What to do.</summary>
    public string Advice { get; init; } = "";
}
