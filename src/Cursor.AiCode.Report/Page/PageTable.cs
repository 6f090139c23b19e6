using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Report.Model;

namespace Cursor.AiCode.Report.Page;

/// <summary>A table of numbers below a chart.</summary>
/// <param name="Columns">The names of the columns. The first one has the names of the rows.</param>
/// <param name="Rows">The cells, as many as there are columns.</param>
internal sealed record PageTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The AI share of each week.</summary>
    public static PageTable Share(ReportModel model, PageFormat format) => new(
        ["Week of", "AI share", "AI lines", "Lines added"],
        Weeks(model, format).Select(week => Row(
            week.Name, format.Percent(week.Totals?.AiPercent), format.Number(week.Totals?.Ai), format.Number(week.Totals?.Added))).ToArray());

    /// <summary>The lines of each week.</summary>
    public static PageTable Lines(ReportModel model, PageFormat format) => new(
        ["Week of", .. LineColumns],
        Weeks(model, format).Select(week => LineCells(week.Name, week.Totals, format)).ToArray());

    /// <summary>The lines of each group.</summary>
    public static PageTable Groups(IReadOnlyList<ReportGroup> groups, string title, bool withUsers, PageFormat format)
    {
        PageTable table = new([title, .. LineColumns], groups.Select(group => LineCells(group.Name, group.Totals, format)).ToArray());
        return withUsers ? table : new(Without(table.Columns), table.Rows.Select(Without).ToArray());
    }

    /// <summary>The changes of each group.</summary>
    public static PageTable Changes(IReadOnlyList<ReportChangeGroup> groups, string title, PageFormat format) => new(
        [title, "Lines added", "Lines deleted", "Changes", "Users"],
        groups.Select(group => Row(group.Name, format.Number(group.Added), format.Number(group.Deleted), format.Number(group.Changes), format.Number(group.Users))).ToArray());

    private const int UserColumn = 2;

    private static IEnumerable<string> LineColumns => ["Commits", "Users", "Lines added", .. LineKind.All.Select(static kind => kind.Name), "AI share"];

    private static IEnumerable<(string Name, LineTotals? Totals)> Weeks(ReportModel model, PageFormat format)
    {
        if (model.Before is not null)
        {
            yield return ("Before", model.Before);
        }

        foreach (ReportPeriod week in model.Weeks)
        {
            yield return (format.Date(week.Start), week.Totals);
        }

        if (model.After is not null)
        {
            yield return ("After", model.After);
        }
    }

    private static string[] LineCells(string name, LineTotals? totals, PageFormat format) => Row(
    [
        name,
        format.Number(totals?.Commits ?? 0),
        format.Number(totals is null ? 0 : totals.Users),
        format.Number(totals?.Added ?? 0),
        .. LineKind.All.Select(kind => format.Number(totals is null ? 0 : kind.Of(totals))),
        format.Percent(totals?.AiPercent),
    ]);

    private static string[] Row(params string[] cells) => cells;

    private static string[] Without(IReadOnlyList<string> cells) => cells.Where(static (_, index) => index != UserColumn).ToArray();
}
