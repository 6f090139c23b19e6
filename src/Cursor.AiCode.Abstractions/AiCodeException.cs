using System;
using System.Net;

namespace Cursor.AiCode;

/// <summary>The exception that is thrown if a call fails. The message contains the cause, the request and advice, and never the API key.</summary>
public sealed class AiCodeException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="kind">The cause of the failure.</param>
    /// <param name="message">The message. Characters that control a terminal are replaced.</param>
    /// <param name="innerException">The exception that caused the failure.</param>
    public AiCodeException(AiCodeErrorKind kind, string message, Exception? innerException = null)
        : base(DisplayText.Clean(message), innerException) => Kind = kind;

    /// <summary>The cause of the failure.</summary>
    public AiCodeErrorKind Kind { get; }

    /// <summary>The address of the failed request; null if no request failed.</summary>
    public Uri? RequestUri { get; init; }

    /// <summary>The HTTP status of the response; null if there was no response.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The delay that the API requested before a retry; null if it requested none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The message of the API, with the key redacted; empty if there is none.</summary>
    internal string ServiceMessage { get; init; } = "";

    /// <summary>Whether a retry may succeed. False after the last retry.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Whether a JSON page was longer than what is read into memory. A page of fewer records can be shorter.</summary>
    internal bool IsPageTooLong { get; init; }
}
