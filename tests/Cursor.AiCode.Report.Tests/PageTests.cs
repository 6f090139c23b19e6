using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cursor.AiCode.Report.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests the page of a report.</summary>
public sealed class PageTests(ReportFixture fixture) : IClassFixture<ReportFixture>
{
    private static readonly string[] AllFigures = ["AI share by week", "Lines added by week", "By repository", "By user", "By source"];

    [Fact]
    public void The_page_contains_tiles_charts_tables_and_limits()
    {
        var range = new AiCodeDateRange(new DateTimeOffset(2025, 7, 7, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 7, 21, 0, 0, 0, TimeSpan.Zero));
        TestReport report = fixture.Write(
            [.. Records.Weeks(-2, 0, 1), Records.Commit(Records.Monday, "ben@example.com", "company/web", "cli") with { ComposerLinesAdded = 50, NonAiLinesAdded = 30 }],
            ReportFixture.Options with { Title = "Our code", Range = range, Sources = ["a test"] },
            [Records.Change(Records.Monday, "gpt-5", "ts", 10)]);
        Assert.Equal("Our code", report.Document.Descendants("h1").Single().Value);
        Assert.Equal("Our code", report.Document.Descendants("head").Single().Element("title")!.Value);
        Assert.Contains("July 7, 2025 \u2013 July 20, 2025", report.Text, StringComparison.Ordinal);
        Assert.Contains("a test", report.Document.Descendants("footer").Single().Value, StringComparison.Ordinal);
        Assert.Equal(["56.7%", "+6.7 points from 50.0%"], report.Tiles["AI share"]);
        Assert.Equal(["170", "+240% from 50"], report.Tiles["AI lines added"]);
        Assert.Equal(["3", "+200% from 1"], report.Tiles["Commits"]);
        Assert.Equal(["2", "+100% from 1"], report.Tiles["Active users"]);
        Assert.Equal([.. AllFigures, "By model", "By language"], report.Figures.Keys);
        Assert.Equal(4, report.Document.Descendants("ol").Single().Elements("li").Count());
        Assert.Equal(["company/api", "company/web"], report.Rows("By repository").Select(row => row[0]));
        Assert.Equal(["company/api", "2", "1", "200", "60", "40", "100", "0", "50.0%"], report.Rows("By repository")[0]);
        Assert.Equal(report.Columns("By repository").Length, report.Rows("By repository")[0].Length);
        Assert.Equal(["gpt-5", "10", "0", "1", "1"], report.Rows("By model")[0]);
        Assert.Equal((3, 1), (report.Result.CommitCount, report.Result.ChangeCount));
        Assert.Equal(new System.IO.FileInfo(report.Path).Length, report.Result.Length);
    }

    [Fact]
    public void Empty_weeks_are_gaps_in_the_line_and_have_no_column()
    {
        TestReport report = fixture.Write(Records.Weeks(0, 1, 3, 4));
        Assert.Equal(4, report.Marks("AI share by week").Length);
        Assert.Equal(4 * 3, report.Marks("Lines added by week").Length);

        // The line has one part for each group of consecutive weeks.
        Assert.Equal(2, report.LinePath("AI share by week").Count(command => command == 'M'));
        Assert.Equal(5, report.Rows("AI share by week").Length);
        Assert.Equal("\u2013", report.Rows("AI share by week")[2][1]);
    }

    [Fact]
    public void After_20_entries_a_chart_has_an_others_bar_and_the_table_has_all()
    {
        IEnumerable<AiCommit> commits = Enumerable.Range(0, 25).SelectMany(repository =>
            Enumerable.Range(0, 30 - repository).Select(_ => Records.Commit(Records.Monday, repository: $"company/repository-{repository:00}")));
        TestReport report = fixture.Write(commits);
        Assert.Equal(25, report.Rows("By repository").Length);
        Assert.Equal(21, report.Labels("By repository").Count(label => label.StartsWith("repository-", StringComparison.Ordinal) || label == "5 others"));
        Assert.Contains("4,000 lines", report.Labels("By repository"));
        Assert.Equal((20 * 3) + 1, report.Marks("By repository").Length);
        Assert.Contains("5 others: 4,000 lines", report.Marks("By repository"));
    }

    [Fact]
    public void The_others_bar_is_visible_for_few_lines()
    {
        IEnumerable<AiCommit> commits = Enumerable.Range(0, 21).SelectMany(user => Enumerable.Range(0, user == 20 ? 1 : 2).Select(_ => Records.Commit(Records.Monday, $"user{user}@example.com")));
        TestReport report = fixture.Write(commits);
        Assert.Equal(21 * 3, report.Marks("By user").Length);
        Assert.Contains("1 other, Composer: 30", report.Marks("By user"));
    }

    [Theory]
    [InlineData("one developer and one day")]
    [InlineData("no AI lines")]
    [InlineData("no lines")]
    [InlineData("many weeks")]
    [InlineData("unknown names")]
    public void The_page_is_valid_with(string records)
    {
        AiCommit commit = Records.Commit(Records.Monday);
        AiCommit[] commits = records switch
        {
            "no AI lines" => [commit with { ComposerLinesAdded = 0, TabLinesAdded = 0, NonAiLinesAdded = 100 }],
            "no lines" => [commit with { TotalLinesAdded = 0, ComposerLinesAdded = 0, TabLinesAdded = 0, NonAiLinesAdded = 0 }],
            "many weeks" => Records.Weeks([.. Enumerable.Range(0, 150)]).ToArray(),
            "unknown names" => [Records.Commit(Records.Monday, null, null, null)],
            _ => [commit],
        };
        TestReport report = fixture.Write(commits);
        Assert.Equal(AllFigures, report.Figures.Keys);
        Assert.All(report.Figures.Values, figure => Assert.Single(figure.Descendants("{http://www.w3.org/2000/svg}svg")));
        Assert.DoesNotContain("NaN", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", report.Text, StringComparison.Ordinal);
        switch (records)
        {
            case "one developer and one day":
                Assert.Equal(["50.0%"], report.Tiles["AI share"]);
                Assert.Single(report.Marks("AI share by week"));
                break;
            case "no AI lines":
                Assert.Equal(["0.0%"], report.Tiles["AI share"]);
                break;
            case "no lines":
                Assert.Equal(["\u2013"], report.Tiles["AI share"]);
                Assert.Empty(report.Marks("AI share by week"));
                break;
            case "many weeks":
                Assert.Equal(150, report.Rows("Lines added by week").Length);
                Assert.Equal(106, report.Marks("AI share by week").Length);
                break;
            default:
                Assert.Equal("Unknown", report.Rows("By user")[0][0]);
                break;
        }
    }

    [Fact]
    public void Without_commits_the_page_contains_a_message()
    {
        TestReport report = fixture.Write([]);
        Assert.Empty(report.Figures);
        Assert.Equal(["0"], report.Tiles["Commits"]);
        Assert.Contains("There are no commits", report.Text, StringComparison.Ordinal);
        Assert.Equal((0, null, null), (report.Result.CommitCount, report.Result.StartDate, report.Result.EndDate));
    }

    [Fact]
    public void Commits_dated_outside_the_range_are_in_the_table()
    {
        var range = new AiCodeDateRange(new DateTimeOffset(2025, 7, 7, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 7, 14, 0, 0, 0, TimeSpan.Zero));
        AiCommit old = Records.Commit(Records.Monday) with { CommitTs = Records.Monday.AddDays(-100).ToLocalTime() };
        AiCommit future = Records.Commit(Records.Monday) with { CommitTs = Records.Monday.AddDays(100).ToLocalTime() };
        TestReport report = fixture.Write([Records.Commit(Records.Monday), old, future], ReportFixture.Options with { Range = range });
        Assert.Equal(["Before", "July 7, 2025", "After"], report.Rows("Lines added by week").Select(row => row[0]));
        Assert.Equal(["1", "1", "1"], report.Rows("Lines added by week").Select(row => row[1]));
        Assert.Equal(["3"], report.Tiles["Commits"]);
    }

    [Theory]
    [InlineData("de-DE", "7. Juli 2025", "1.000", "50,0")]
    [InlineData("fr-FR", "juillet 2025", "1\u202F000", "50,0\u00A0%")]
    [InlineData("", "07 July 2025", "1,000", "50.0\u00A0%")]
    [InlineData("ja-JP", "2025\u5E747\u67087\u65E5", "1,000", "50.0%")]
    [InlineData("th-TH", "2025", "1,000", "50.0%")]
    public void Numbers_and_dates_have_the_format_of_the_culture(string culture, string date, string number, string percent)
    {
        TestReport report = fixture.Write(Enumerable.Range(0, 10).Select(_ => Records.Commit(Records.Monday)), ReportFixture.Options with { Culture = CultureInfo.GetCultureInfo(culture) });
        Assert.Contains(date, report.Rows("Lines added by week")[0][0], StringComparison.Ordinal);
        Assert.Equal(number, report.Rows("Lines added by week")[0][3]);
        Assert.StartsWith(percent, report.Tiles["AI share"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_have_text_alternatives()
    {
        TestReport report = fixture.Write(Records.Weeks(0, 1), changes: [Records.Change(Records.Monday, "gpt-5", "ts", 10)]);
        XElement html = report.Document.Root!;
        Assert.Equal("en", html.Attribute("lang")?.Value);
        Assert.Equal(["header", "main", "footer"], html.Element("body")!.Elements().Select(element => element.Name.LocalName));
        int[] levels = html.Descendants().Where(element => Regex.IsMatch(element.Name.LocalName, "^h[1-6]$")).Select(element => element.Name.LocalName[1] - '0').ToArray();
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        string[] ids = html.Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>().ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(html.Descendants().Attributes("aria-labelledby"), attribute => Assert.Contains(attribute.Value, ids));
        XElement[] charts = html.Descendants("{http://www.w3.org/2000/svg}svg").ToArray();
        Assert.Equal(7, charts.Length);
        Assert.All(charts, chart => Assert.Equal("img", chart.Attribute("role")?.Value));
        Assert.All(charts, chart => Assert.Matches(@"^\w.+\.$", chart.Attribute("aria-label")?.Value));
        Assert.All(html.Descendants("table").SelectMany(table => table.Descendants("th")), cell => Assert.NotNull(cell.Attribute("scope")));
    }

    [Fact]
    public void The_page_has_no_script_and_no_external_resources()
    {
        TestReport report = fixture.Write(Records.Weeks(0, 1));
        Assert.DoesNotContain(report.Document.Descendants(), element => element.Name.LocalName is "script" or "iframe" or "img" or "image" or "use" or "object" or "embed" or "base" or "form" or "a");
        Assert.DoesNotContain(report.Document.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["data:,"], report.Document.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src" or "action").Select(attribute => attribute.Value));
        Assert.DoesNotMatch(@"url\(|@import|expression\(", report.Text);
        Assert.Equal(["http://www.w3.org/2000/svg"], Regex.Matches(report.Text, @"\bhttps?://[^""'\s<]+").Select(match => match.Value).Distinct());
    }
}
