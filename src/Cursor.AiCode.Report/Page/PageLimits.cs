using Cursor.AiCode.Report.Model;

namespace Cursor.AiCode.Report.Page;

/// <summary>Writes what the numbers of a report can't say, in four sentences.</summary>
internal sealed class PageLimits
{
    private readonly ReportModel _model;
    private readonly PageFormat _format;

    public PageLimits(ReportModel model, PageFormat format)
    {
        _model = model;
        _format = format;
    }

    public void Write(HtmlWriter html) => html.Element(
        "ol",
        () =>
        {
            html.Element("li", "The AI share is the part of the lines added that Cursor\u2019s Tab and Composer wrote, weighted by lines; deleted lines don\u2019t count, and lines that other AI tools wrote are in the rest.");
            html.Element("li", "Non-AI means not attributed to AI, which isn\u2019t the same as written by people: squash merges, first commits of a repository and reformatted files count as non-AI, so the real share can be higher.");
            html.Element("li", "Lines measure neither quality nor value nor time saved, and say nothing about how productive a person, a team or a tool is.");
            html.Element("li", Counting());
        },
        ("class", "limits"));

    private string Counting()
    {
        const string Rule = "Each commit counts once, with its newest record, in the week in which it was made";
        LineTotals totals = _model.Totals;
        return totals.UnknownCommits == 0
            ? Rule + "; commits that never reached the service are missing."
            : $"{Rule}; for {_format.Number(totals.UnknownCommits)} of the {_format.Number(totals.Commits)} commits, the service doesn\u2019t know the non-AI lines, which appear as unknown.";
    }
}
