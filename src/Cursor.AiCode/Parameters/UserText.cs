using System;
using System.Linq;

namespace Cursor.AiCode.Parameters;

/// <summary>Recognizes the three forms of a user.</summary>
internal static class UserText
{
    /// <summary>The forms, for error messages.</summary>
    public const string Forms = "an e-mail address (ann@company.com), an encoded id (user_3k9x8q...), or a number (42)";

    private const string IdPrefix = "user_";

    /// <summary>Whether the text is a user in any form.</summary>
    public static bool IsUser(string text) => IsEmail(text) || IsEncodedId(text) || IsNumber(text);

    /// <summary>Whether the text is an e-mail address.</summary>
    public static bool IsEmail(string text)
    {
        int at = text.IndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
    }

    /// <summary>Whether the text is an encoded ID.</summary>
    public static bool IsEncodedId(string text) => text.StartsWith(IdPrefix, StringComparison.Ordinal) && text.Length > IdPrefix.Length;

    /// <summary>Whether the text is a number.</summary>
    public static bool IsNumber(string text) => text.Length > 0 && text.All(static c => c is >= '0' and <= '9');
}
