using Cursor.AiCode.Report.Model;

namespace Cursor.AiCode.Report.Page;

/// <summary>Writes the most important numbers, each with its change against the period before.</summary>
internal sealed class PageSummary
{
    private readonly ReportModel _model;
    private readonly PageFormat _format;

    public PageSummary(ReportModel model, PageFormat format)
    {
        _model = model;
        _format = format;
    }

    public void Write(HtmlWriter html) => html.Element(
        "section",
        () =>
        {
            html.Element("h2", "At a glance", ("id", "summary"));
            html.Element("p", Lead(), ("class", "lead"));
            html.Element(
                "dl",
                () =>
                {
                    LineTotals now = _model.Totals;
                    LineTotals? then = _model.Previous;
                    WriteTile(html, "AI share", _format.Percent(now.AiPercent), CompareShare(now.AiPercent, then?.AiPercent), "main");
                    WriteTile(html, "AI lines added", _format.Number(now.Ai), Compare(now.Ai, then?.Ai));
                    WriteTile(html, "Commits", _format.Number(now.Commits), Compare(now.Commits, then?.Commits));
                    WriteTile(html, "Active users", _format.Number(now.Users ?? 0), Compare(now.Users ?? 0, then?.Users));
                },
                ("class", "tiles"));
            html.Element("p", _model.WhyNotCompared ?? $"Changes are those against the {Before()} before.", ("class", "note"));
        },
        ("aria-labelledby", "summary"));

    private static void WriteTile(HtmlWriter html, string name, string value, string? change, string? type = null) => html.Element(
        "div",
        () =>
        {
            html.Element("dt", name);
            html.Element("dd", value, ("class", "value"));
            if (change is not null)
            {
                html.Element("dd", change, ("class", "change"));
            }
        },
        ("class", type));

    private string Lead()
    {
        LineTotals totals = _model.Totals;
        if (totals.Commits == 0)
        {
            return "There are no commits in this range.";
        }

        if (totals.AiPercent is null)
        {
            return $"{Commits()} of this range added no lines.";
        }

        string start = $"AI wrote {_format.Percent(totals.AiPercent)} of the {_format.Number(totals.Added)} lines added in {Commits()}.";
        if (totals.Ai == 0)
        {
            return start;
        }

        string parts = $" The agent (Composer) added {_format.WholePercent(100.0 * totals.Composer / totals.Ai)} of the AI lines, inline completions (Tab) {_format.WholePercent(100.0 * totals.Tab / totals.Ai)}.";
        return $"{start}{parts} {_format.WholePercent(totals.AiCommitPercent)} of the commits contain AI lines.";
    }

    private string Commits() => _model.Totals.Commits == 1 ? "1 commit" : $"{_format.Number(_model.Totals.Commits)} commits";

    private string Before() => _model.PreviousDays switch
    {
        0 => "same time",
        1 => "day",
        _ => $"{_format.Number(_model.PreviousDays)} days",
    };

    private string? CompareShare(double? now, double? then) =>
        _model.Previous is null || now is null ? null
        : then is null ? "no lines before"
        : $"{_format.Points(now.Value - then.Value)} points from {_format.Percent(then)}";

    private string? Compare(long now, long? then) =>
        then is not { } previous ? null
        : previous == 0 ? "none before"
        : $"{_format.Change(now, previous)} from {_format.Number(previous)}";
}
