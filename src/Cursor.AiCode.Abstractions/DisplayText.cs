using System.Text;

namespace Cursor.AiCode;

/// <summary>
/// Makes text from others, such as a commit message or a response of the API, safe to show in a terminal: a character that
/// moves the cursor, changes colors or reverses the direction of text is replaced.
/// </summary>
internal static class DisplayText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Returns the text with U+FFFD in place of control characters (C0, DEL and C1) and of characters that override or
    /// isolate the direction of text. Tabs and line breaks are kept.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder? cleaned = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text, i))
            {
                cleaned ??= new StringBuilder(text);
                cleaned[i] = Replacement;
            }
        }

        return cleaned?.ToString() ?? text;
    }

    /// <summary>Whether <see cref="Clean"/> would change the text.</summary>
    public static bool IsSafe(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text, i))
            {
                return false;
            }
        }

        return true;
    }

    // A carriage return alone overwrites the line.
    private static bool IsUnsafe(string text, int index) => text[index] switch
    {
        '\t' or '\n' => false,
        '\r' => index + 1 >= text.Length || text[index + 1] != '\n',
        < ' ' => true,
        >= '\u007F' and <= '\u009F' => true,
        >= '\u202A' and <= '\u202E' => true,
        >= '\u2066' and <= '\u2069' => true,
        _ => false,
    };
}
