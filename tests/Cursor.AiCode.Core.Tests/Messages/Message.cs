using System;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Messages as tests expect them.</summary>
internal static class Message
{
    /// <summary>The text, with the address of the error's request for {at} and that of the server for {base}.</summary>
    public static string Of(string text, AiCodeException e, Uri? server = null) => text
        .Replace("{at}", e.RequestUri?.ToString() ?? "no request", StringComparison.Ordinal)
        .Replace("{base}", server?.ToString(), StringComparison.Ordinal);
}
