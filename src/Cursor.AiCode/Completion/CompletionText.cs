using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Completion;

/// <summary>Text as it stands on the command line.</summary>
internal static class CompletionText
{
    /// <summary>What the user has typed so far, without the quotes around it.</summary>
    public static string Unquote(string? word) => (word ?? "").Trim('\'', '"');

    /// <summary>A result, quoted where it must be.</summary>
    public static CompletionResult Result(string text)
    {
        bool plain = text.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or '+') && text[0] != '@';
        string quoted = plain ? text : "'" + text.Replace("'", "''") + "'";
        return new CompletionResult(quoted, text, CompletionResultType.ParameterValue, text);
    }
}
