using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>Converts between values and text on the command line.</summary>
internal static class CompletionText
{
    // PowerShell also accepts typographic quotes.
    private const string SingleQuotes = "'\u2018\u2019\u201A\u201B";
    private const string DoubleQuotes = "\"\u201C\u201D\u201E";

    /// <summary>Returns the value of the text that the user has typed so far.</summary>
    public static string Unquote(string? word)
    {
        string typed = word ?? "";
        string quotes = typed.Length == 0 ? "" : IsOneOf(SingleQuotes, typed[0]) ? SingleQuotes : IsOneOf(DoubleQuotes, typed[0]) ? DoubleQuotes : "";
        if (quotes.Length == 0)
        {
            return typed;
        }

        string inner = typed.Substring(1);
        if (inner.Length > 0 && IsOneOf(quotes, inner[inner.Length - 1]))
        {
            inner = inner.Substring(0, inner.Length - 1);
        }

        // A quote inside quotes is doubled.
        return quotes.Aggregate(inner, static (text, quote) => text.Replace(new string(quote, 2), quote.ToString()));
    }

    /// <summary>Creates a completion result, quoted if necessary.</summary>
    public static CompletionResult Result(string text, string tooltip)
    {
        bool plain = text.Length > 0 && text[0] is not ('@' or '-' or '+') &&
            text.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or '+');
        string quoted = plain ? text : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
        return new CompletionResult(quoted, text.Length > 0 ? text : quoted, CompletionResultType.ParameterValue, tooltip);
    }

    private static bool IsOneOf(string quotes, char c) => quotes.IndexOf(c) >= 0;
}
