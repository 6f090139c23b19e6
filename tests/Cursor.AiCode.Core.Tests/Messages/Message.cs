using System;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Expected messages.</summary>
internal static class Message
{
    /// <summary>Replaces {at} with the URI of the request of the error, and {base} with that of the server.</summary>
    public static string Of(string text, AiCodeException e, Uri? server = null) => text
        .Replace("{at}", e.RequestUri?.ToString() ?? "no request", StringComparison.Ordinal)
        .Replace("{base}", server?.ToString(), StringComparison.Ordinal);
}
