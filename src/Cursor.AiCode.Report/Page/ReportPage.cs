using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using Cursor.AiCode.Report.Charts;
using Cursor.AiCode.Report.Model;

namespace Cursor.AiCode.Report.Page;

/// <summary>
/// Writes a report as an HTML page: no script and no external reference, so that it opens from a disk, an e-mail attachment
/// or a document library, now and in years.
/// </summary>
internal sealed class ReportPage
{
    // Nothing can be loaded or run, even if the page were changed.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private readonly ReportModel _model;
    private readonly PageFormat _format;
    private readonly PageCharts _pageCharts;
    private readonly CancellationToken _cancellationToken;
    private int _figures;

    public ReportPage(ReportModel model, PageFormat format, CancellationToken cancellationToken)
    {
        _model = model;
        _format = format;
        _pageCharts = new PageCharts(format);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Writes the page in UTF-8. The stream stays open.</summary>
    public void Write(Stream stream)
    {
        using var html = new HtmlWriter(stream);
        html.Element(
            "html",
            () =>
            {
                html.Element("head", () => WriteHead(html));
                html.Line();
                html.Element("body", () => WriteBody(html));
            },
            ("lang", "en"));
    }

    private void WriteHead(HtmlWriter html)
    {
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "robots"), ("content", "noindex"));
        html.Void("meta", ("name", "generator"), ("content", Generator));

        // Without this, a browser requests an icon.
        html.Void("link", ("rel", "icon"), ("href", "data:,"));
        html.Element("title", _model.Title);
        html.StyleSheet(ReadStyleSheet());
    }

    private void WriteBody(HtmlWriter html)
    {
        html.Element("header", () => WriteHeader(html));
        html.Line();
        html.Element(
            "main",
            () =>
            {
                new PageSummary(_model, _format).Write(html);
                WriteSection(html, "trend", "Week by week", () => WriteTrend(html));
                WriteSection(html, "where", _model.HasTeams ? "Where, and in which team" : "Where, and by whom", () => WriteGroups(html));
                if (_model.Changes is { } changes)
                {
                    WriteSection(html, "changes", "Accepted AI changes", () => WriteChanges(html, changes));
                }

                WriteSection(html, "limits", "What these numbers don\u2019t say", () => new PageLimits(_model, _format).Write(html));
            });
        html.Line();
        html.Element("footer", () => WriteFooter(html));
    }

    private void WriteHeader(HtmlWriter html)
    {
        html.Element("p", "Cursor AI code tracking", ("class", "kicker"));
        html.Element("h1", () => html.Element("bdi", _model.Title));
        string range = _model is { FirstDay: { } first, LastDay: { } last } ? _format.Range(first, last) : "No records";
        html.Element("p", $"{range}{(_model.PrimaryBranchOnly ? " \u00B7 primary branches only" : "")}", ("class", "range"));
    }

    private void WriteFooter(HtmlWriter html)
    {
        html.Element("p", $"Made on {_format.Instant(_model.Created)}. Dates and weeks are those of the time zone {_model.TimeZone}; weeks begin on Monday.");
        if (_model.Sources.Count > 0)
        {
            html.Element("p", () =>
            {
                html.Text("Made from ");
                html.Element("bdi", string.Join("; ", _model.Sources));
                html.Text(".");
            });
        }

        html.Element("p", $"{Generator}.{(_model.IsAnonymous ? " Users have pseudonyms that are valid for this page only." : "")}");
    }

    private void WriteTrend(HtmlWriter html)
    {
        if (_model.Totals.Commits == 0)
        {
            html.Element("p", "There are no commits in this range.", ("class", "empty"));
            return;
        }

        if (WeekNote() is { } note)
        {
            html.Element("p", note, ("class", "note wide"));
        }

        WriteFigure(html, "AI share by week", "Percentage of the lines added.", null, _pageCharts.Share(_model.Weeks), PageTable.Share(_model, _format));
        WriteFigure(html, "Lines added by week", "By how they were written.", LegendOf([_model.Totals]), _pageCharts.Lines(_model.Weeks), PageTable.Lines(_model, _format));
    }

    private void WriteGroups(HtmlWriter html)
    {
        if (_model.Totals.Commits == 0)
        {
            html.Element("p", "There are no commits in this range.", ("class", "empty"));
            return;
        }

        (string people, string peopleTitle) = _model.HasTeams ? ("teams", "Team") : ("users", "User");
        WriteGroup(html, "By repository", _model.Repositories, "repositories", "Repository", withUsers: true);
        WriteGroup(html, _model.HasTeams ? "By team" : "By user", _model.People, people, peopleTitle, withUsers: _model.HasTeams);
        WriteGroup(html, "By source", _model.CommitSources, "sources", "Source", withUsers: true);
    }

    private void WriteGroup(HtmlWriter html, string title, IReadOnlyList<ReportGroup> groups, string what, string column, bool withUsers) =>
        WriteFigure(
            html, title, "Lines added, and AI share in percent." + CutNote(groups.Count, what), LegendOf(groups.Select(static group => group.Totals)),
            _pageCharts.Groups(groups, what), PageTable.Groups(groups, column, withUsers, _format));

    private void WriteChanges(HtmlWriter html, ReportChanges changes)
    {
        html.Element("p", $"Changes that were accepted in the editor, including those that were never committed: {_format.Number(changes.Count)}.", ("class", "lead wide"));
        WriteFigure(
            html, "By model", "Lines added." + CutNote(changes.Models.Count, "models"), null,
            _pageCharts.Changes(changes.Models, "models"), PageTable.Changes(changes.Models, "Model", _format));
        WriteFigure(
            html, "By language", "Lines added, by file extension." + CutNote(changes.Extensions.Count, "file extensions"), null,
            _pageCharts.Changes(changes.Extensions, "file extensions"), PageTable.Changes(changes.Extensions, "Extension", _format));
    }

    private static void WriteSection(HtmlWriter html, string id, string title, Action content) => html.Element(
        "section",
        () =>
        {
            html.Element("h2", title, ("id", id));
            html.Element("div", content, ("class", "columns"));
        },
        ("aria-labelledby", id));

    private void WriteFigure(HtmlWriter html, string title, string? note, IEnumerable<LineKind>? legend, Chart chart, PageTable table)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        string id = $"figure-{++_figures}";
        html.Line();
        html.Element(
            "figure",
            () =>
            {
                html.Element("figcaption", () =>
                {
                    html.Element("h3", title, ("id", id));
                    if (note is not null)
                    {
                        html.Element("p", note);
                    }
                });
                if (legend is not null)
                {
                    WriteLegend(html, legend);
                }

                html.Element("div", () => html.Svg(ChartSvg.Draw(chart)), ("class", "chart"));
                WriteTable(html, title, table);
            },
            ("aria-labelledby", id));
    }

    private static void WriteLegend(HtmlWriter html, IEnumerable<LineKind> kinds) => html.Element(
        "ul",
        () =>
        {
            foreach (LineKind kind in kinds)
            {
                html.Element("li", kind.Name, ("class", kind.Class));
            }
        },
        ("class", "legend"));

    private static void WriteTable(HtmlWriter html, string title, PageTable table) => html.Element("details", () =>
    {
        html.Element("summary", () =>
        {
            html.Text("Numbers");
            html.Element("span", $" of the chart \u201C{title}\u201D", ("class", "hidden"));
        });
        html.Element(
            "div",
            () => html.Element("table", () =>
            {
                html.Element("thead", () => html.Element("tr", () =>
                {
                    foreach (string column in table.Columns)
                    {
                        html.Element("th", column, ("scope", "col"));
                    }
                }));
                html.Element("tbody", () =>
                {
                    foreach (IReadOnlyList<string> row in table.Rows)
                    {
                        html.Element("tr", () =>
                        {
                            html.Element("th", () => html.Element("bdi", row[0]), ("scope", "row"));
                            foreach (string cell in row.Skip(1))
                            {
                                html.Element("td", cell);
                            }
                        });
                    }
                });
            }),
            ("class", "table"), ("tabindex", "0"), ("role", "group"), ("aria-label", $"Numbers of the chart \u201C{title}\u201D"));
    });

    private static IEnumerable<LineKind> LegendOf(IEnumerable<LineTotals> totals) =>
        LineKind.All.Where(kind => totals.Any(one => kind.Of(one) > 0)).ToArray();

    private static string Generator => "Cursor.AiCode " + typeof(ReportPage).Assembly.GetName().Version!.ToString(3);

    private static string ReadStyleSheet()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private string CutNote(int count, string what) =>
        count > PageCharts.MaxBars ? $" The chart shows {_format.Number(PageCharts.MaxBars)} of {_format.Number(count)} {what}, and the sum of the others; the table has all." : "";

    private string? WeekNote()
    {
        List<string> notes = [];
        if (_model.IsFirstWeekPartial || _model.IsLastWeekPartial)
        {
            notes.Add(_model.Weeks.Count == 1 ? "The week isn\u2019t complete."
                : $"The {(_model.IsFirstWeekPartial && _model.IsLastWeekPartial ? "first and the last week aren\u2019t" : _model.IsFirstWeekPartial ? "first week isn\u2019t" : "last week isn\u2019t")} complete.");
        }

        if (_model.Weeks.Count > PageCharts.MaxWeeks)
        {
            notes.Add($"The charts show the newest {_format.Number(PageCharts.MaxWeeks)} of {_format.Number(_model.Weeks.Count)} weeks; the tables have all.");
        }

        if (_model.Before is not null || _model.After is not null)
        {
            long commits = (_model.Before?.Commits ?? 0) + (_model.After?.Commits ?? 0);
            notes.Add(commits == 1 ? "One commit that reached the service in the range is dated outside of it. It is only in the tables."
                : $"{_format.Number(commits)} commits that reached the service in the range are dated outside of it. They are only in the tables.");
        }

        return notes.Count > 0 ? string.Join(" ", notes) : null;
    }
}
