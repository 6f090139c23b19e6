using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>Completes dates with common values, each with a description.</summary>
public sealed class DateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string today = DateTime.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string yesterday = DateTime.Today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (string Text, string Tooltip)[] dates =
        [
            ("now", "This moment"),
            ("7d", "7 days ago"),
            ("30d", "30 days ago"),
            ("90d", "90 days ago"),
            (today, "Today, from midnight"),
            (yesterday, "Yesterday, from midnight"),
        ];
        string typed = CompletionText.Unquote(wordToComplete);
        return dates
            .Where(date => date.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static date => CompletionText.Result(date.Text, date.Tooltip));
    }
}
