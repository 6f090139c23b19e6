using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>Completes the time zones of the computer, by the start or any part of the ID. The local one comes first.</summary>
public sealed class TimeZoneCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        return TimeZoneInfo.GetSystemTimeZones()
            .Concat([TimeZoneInfo.Local, TimeZoneInfo.Utc])
            .GroupBy(static zone => zone.Id, StringComparer.Ordinal)
            .Select(static zones => zones.First())
            .Select(zone => (Zone: zone, At: zone.Id.IndexOf(typed, StringComparison.OrdinalIgnoreCase)))
            .Where(static found => found.At >= 0)
            .OrderBy(static found => found.Zone.Id != TimeZoneInfo.Local.Id)
            .ThenBy(static found => found.At > 0)
            .ThenBy(static found => found.Zone.Id, StringComparer.Ordinal)
            .Select(static found => CompletionText.Result(found.Zone.Id, found.Zone.DisplayName));
    }
}
