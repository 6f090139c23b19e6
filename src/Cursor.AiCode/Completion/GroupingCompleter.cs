using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>Completes the properties to group by, each with a description. With -Kind, it offers those of that kind.</summary>
public sealed class GroupingCompleter : IArgumentCompleter
{
    private static readonly Dictionary<AiCodeGrouping, string> Tooltips = new()
    {
        [AiCodeGrouping.Repository] = "Repository (commits)",
        [AiCodeGrouping.Branch] = "Branch (commits); a commit counts once for each of its branches",
        [AiCodeGrouping.User] = "User",
        [AiCodeGrouping.Team] = "Team, from the list of -Team",
        [AiCodeGrouping.Source] = "Source: ide, cli, cloud (commits); TAB, COMPOSER (changes)",
        [AiCodeGrouping.Day] = "Day",
        [AiCodeGrouping.Week] = "Week, from Monday",
        [AiCodeGrouping.Month] = "Month",
        [AiCodeGrouping.Model] = "AI model (changes)",
        [AiCodeGrouping.Extension] = "File extension (changes)",
    };

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        AiCodeKind? kind = Enum.TryParse(fakeBoundParameters["Kind"]?.ToString(), ignoreCase: true, out AiCodeKind given) ? given : null;
        return Tooltips
            .Where(grouping => kind is null || IsValid(kind.Value, grouping.Key))
            .Where(grouping => grouping.Key.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static grouping => CompletionText.Result(grouping.Key.ToString(), grouping.Value));
    }

    // Completion doesn't load the client, which knows this too.
    private static bool IsValid(AiCodeKind kind, AiCodeGrouping grouping) => kind == AiCodeKind.Commit
        ? grouping is not (AiCodeGrouping.Model or AiCodeGrouping.Extension)
        : grouping is not (AiCodeGrouping.Repository or AiCodeGrouping.Branch);
}
