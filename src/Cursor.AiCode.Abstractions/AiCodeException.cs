using System;
using System.Net;

namespace Cursor.AiCode;

/// <summary>Why a call failed: what happened, at which request, and what to do. It never holds the key.</summary>
public sealed class AiCodeException : Exception
{
    /// <summary>Creates the exception for <paramref name="kind"/>.</summary>
    public AiCodeException(AiCodeErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>The cause.</summary>
    public AiCodeErrorKind Kind { get; }

    /// <summary>The address of the request at which it happened; null where there was none.</summary>
    public Uri? RequestUri { get; init; }

    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The wait that the API asked for; null where it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the API itself said, without the key; empty where it said nothing.</summary>
    internal string ServiceMessage { get; init; } = "";

    /// <summary>Whether asking again may help. Decides on retries, and is false once they are used up.</summary>
    internal bool IsTransient { get; init; }
}
