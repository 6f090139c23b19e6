using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Report.Charts;
using Cursor.AiCode.Report.Model;

namespace Cursor.AiCode.Report.Page;

/// <summary>Makes the charts of a report.</summary>
internal sealed class PageCharts
{
    /// <summary>The maximum number of bars. The others are summed.</summary>
    public const int MaxBars = 20;

    /// <summary>The maximum number of weeks in a chart.</summary>
    public const int MaxWeeks = 106;

    private const int WeeksOfYear = 53;
    private const string Accent = "var(--composer)";

    private readonly PageFormat _format;

    public PageCharts(PageFormat format) => _format = format;

    /// <summary>The AI share by week.</summary>
    public Chart Share(IReadOnlyList<ReportPeriod> weeks)
    {
        IReadOnlyList<ReportPeriod> shown = Newest(weeks);
        ReportPeriod[] known = shown.Where(static week => week.Totals?.AiPercent is not null).OrderBy(static week => week.Totals!.AiPercent).ToArray();
        string range = known.Length == 0 ? "No lines were added."
            : $"The lowest is {Percent(known[0])} in the week of {_format.Date(known[0].Start)}, the highest {Percent(known[known.Length - 1])} in the week of {_format.Date(known[known.Length - 1].Start)}.";
        int gaps = shown.Count - known.Length;
        return Periods(shown, ChartKind.Line, $"Line chart of the AI share of the lines added, by week. Weeks: {_format.Number(shown.Count)}. {range}{(gaps > 0 ? $" Gaps: {_format.Number(gaps)}." : "")}") with
        {
            Series = [new ChartSeries("AI share", Accent, Accent, shown.Select(static week => week.Totals?.AiPercent).ToArray())],
            Tooltip = (_, index) => $"Week of {_format.Date(shown[index].Start)}: {Percent(shown[index])}",
            FormatAxis = percent => _format.WholePercent(percent),
        };
    }

    /// <summary>The lines added by week.</summary>
    public Chart Lines(IReadOnlyList<ReportPeriod> weeks)
    {
        IReadOnlyList<ReportPeriod> shown = Newest(weeks);
        LineKind[] kinds = KindsOf(shown.Select(static week => week.Totals ?? LineTotals.None));
        ReportPeriod most = shown.OrderByDescending(static week => week.Totals?.Added ?? 0).First();
        return Periods(shown, ChartKind.Columns, $"Columns of the lines added by week, stacked by how they were written. Weeks: {_format.Number(shown.Count)}. The most were added in the week of {_format.Date(most.Start)}: {_format.Number(most.Totals?.Added ?? 0)}.") with
        {
            Series = Stack(kinds, shown.Select(static week => week.Totals ?? LineTotals.None).ToArray()),
            Tooltip = (series, index) => $"Week of {_format.Date(shown[index].Start)}, {kinds[series].Name}: {_format.Number(kinds[series].Of(shown[index].Totals ?? LineTotals.None))}",
            FormatAxis = _format.AxisNumber,
        };
    }

    /// <summary>The lines added by repository, user, team or source, each with its AI share.</summary>
    /// <param name="groups">The groups, in descending order.</param>
    /// <param name="what">The noun, in the plural.</param>
    public Chart Groups(IReadOnlyList<ReportGroup> groups, string what)
    {
        List<ReportGroup> shown = groups.Take(MaxBars).ToList();
        List<string> labels = [.. ChartLabels.Create(shown.ConvertAll(static group => group.Name))];
        if (groups.Count > MaxBars)
        {
            string others = Others(groups.Count);
            labels.Add(others);
            shown.Add(new ReportGroup(others, groups.Skip(MaxBars).Select(static group => group.Totals).Aggregate(static (sum, next) => sum.Add(next))));
        }

        LineKind[] kinds = KindsOf(shown.Select(static group => group.Totals));
        string?[] notes = NotesOf(shown.ConvertAll(static group => group.Totals.Added));

        return new Chart
        {
            Kind = ChartKind.Bars,
            Description = $"Bars of the lines added, for {_format.Number(groups.Count)} {what}, with the AI share of each. The most are of {shown[0].Name}: {_format.Number(shown[0].Totals.Added)}, AI share {_format.Percent(shown[0].Totals.AiPercent)}.",
            Labels = labels,
            Ends = shown.ConvertAll(group => _format.Percent(group.Totals.AiPercent)),
            Notes = notes,
            Series = Stack(kinds, shown.Select((group, index) => notes[index] is null ? group.Totals : LineTotals.None).ToArray()),
            Tooltip = (series, index) => notes[index] is null
                ? $"{shown[index].Name}, {kinds[series].Name}: {_format.Number(kinds[series].Of(shown[index].Totals))}"
                : $"{shown[index].Name}: {notes[index]}",
        };
    }

    /// <summary>The lines of changes by model or file extension.</summary>
    /// <param name="groups">The groups, in descending order.</param>
    /// <param name="what">The noun, in the plural.</param>
    public Chart Changes(IReadOnlyList<ReportChangeGroup> groups, string what)
    {
        List<ReportChangeGroup> shown = groups.Take(MaxBars).ToList();
        List<string> labels = [.. ChartLabels.Create(shown.ConvertAll(static group => group.Name))];
        if (groups.Count > MaxBars)
        {
            string others = Others(groups.Count);
            labels.Add(others);
            shown.Add(new ReportChangeGroup(others, 0, 0, groups.Skip(MaxBars).Sum(static group => group.Added), 0));
        }

        string?[] notes = NotesOf(shown.ConvertAll(static group => group.Added));

        return new Chart
        {
            Kind = ChartKind.Bars,
            Description = $"Bars of the lines added by accepted changes, for {_format.Number(groups.Count)} {what}. The most are of {shown[0].Name}: {_format.Number(shown[0].Added)}.",
            Labels = labels,
            Ends = shown.ConvertAll(group => _format.Number(group.Added)),
            Notes = notes,
            Series = [new ChartSeries("Lines added", Accent, Accent, shown.Select((group, index) => notes[index] is null ? (double?)group.Added : null).ToArray())],
            Tooltip = (_, index) => $"{shown[index].Name}: {_format.Number(shown[index].Added)}",
        };
    }

    private static ReportPeriod[] Newest(IReadOnlyList<ReportPeriod> weeks) => weeks.Skip(Math.Max(0, weeks.Count - MaxWeeks)).ToArray();

    // The charts have a series for each group of lines that occurs.
    private static LineKind[] KindsOf(IEnumerable<LineTotals> totals)
    {
        LineKind[] kinds = LineKind.All.Where(kind => totals.Any(one => kind.Of(one) > 0)).ToArray();
        return kinds.Length > 0 ? kinds : [LineKind.All[0]];
    }

    // A value of zero has no mark.
    private static ChartSeries[] Stack(LineKind[] kinds, IReadOnlyList<LineTotals> totals) =>
        kinds.Select(kind => new ChartSeries(kind.Name, kind.Color, kind.Edge, totals.Select(one => kind.Of(one) is > 0 and var lines ? (double?)lines : null).ToArray())).ToArray();

    private Chart Periods(IReadOnlyList<ReportPeriod> weeks, ChartKind kind, string description) => new()
    {
        Kind = kind,
        Description = description,
        Labels = weeks.Select(week => weeks.Count > WeeksOfYear ? _format.Month(week.Start) : _format.Day(week.Start)).ToArray(),
    };

    // The sum of many others can be so long that nothing else would be visible. It isn't drawn then.
    private string?[] NotesOf(List<long> lines)
    {
        var notes = new string?[lines.Count];
        if (lines.Count > MaxBars && lines[MaxBars] > lines[0])
        {
            notes[MaxBars] = $"{_format.Number(lines[MaxBars])} lines";
        }

        return notes;
    }

    private string Others(int count) => count - MaxBars == 1 ? "1 other" : $"{_format.Number(count - MaxBars)} others";

    private string Percent(ReportPeriod week) => _format.Percent(week.Totals!.AiPercent);
}
