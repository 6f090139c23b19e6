using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Reporting;

/// <summary>Selects the view of a summary, which shows only the properties that it is grouped by.</summary>
internal static class SummaryView
{
    /// <summary>
    /// Returns a summary whose first type name is that of its view, such as <c>Cursor.AiCode.AiCommitSummary#Repository</c>.
    /// </summary>
    public static PSObject Create(object summary, IReadOnlyList<AiCodeGrouping> by)
    {
        PSObject view = PSObject.AsPSObject(summary);
        view.TypeNames.Insert(0, $"{summary.GetType().FullName}#{GetName(by)}");
        return view;
    }

    private static string GetName(IReadOnlyList<AiCodeGrouping> by)
    {
        AiCodeGrouping[] others = by.Where(static one => !IsPeriod(one)).Distinct().ToArray();
        string period = by.Any(IsPeriod) ? "Period" : "";
        return others.Length switch
        {
            0 => period.Length > 0 ? period : "Total",
            1 when period.Length == 0 => others[0].ToString(),
            _ => period + "Group",
        };
    }

    private static bool IsPeriod(AiCodeGrouping grouping) => grouping is AiCodeGrouping.Day or AiCodeGrouping.Week or AiCodeGrouping.Month;
}
