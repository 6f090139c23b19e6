using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Cursor.AiCode.Report.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests the page in a browser.</summary>
public sealed class BrowserTests(ReportFixture fixture) : IClassFixture<ReportFixture>
{
    private const string Hostile = "\"><script>alert(1)</script><img src=\"http://127.0.0.1:9/x\" onerror=\"alert(1)\"><style>@import 'http://127.0.0.1:9/y'</style>";

    [BrowserFact]
    public async Task The_page_causes_no_requests_or_errors_even_with_hostile_names()
    {
        TestReport report = Typical(Hostile);
        await using Browser browser = await Browser.StartAsync();
        await browser.LoadAsync(report.Path);
        Assert.Equal([new Uri(report.Path).AbsoluteUri], browser.Requests.Where(address => address != "data:,"));
        Assert.Empty(browser.Console);
        Assert.Equal(0, await browser.EvaluateAsync<int>("document.querySelectorAll('script, img, style:not(head style)').length"));
        Assert.Equal(Hostile, await browser.EvaluateAsync<string>("document.querySelector('h1').textContent"));
        string[] cells = await browser.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody th')].map(cell => cell.textContent)");
        Assert.Contains(Hostile, cells);
    }

    [BrowserFact]
    public async Task Each_chart_is_rendered_with_its_marks()
    {
        TestReport report = Typical("company/web");
        await using Browser browser = await Browser.StartAsync();
        await browser.EmulateAsync(1100);
        await browser.LoadAsync(report.Path);
        int[] marks = await browser.EvaluateAsync<int[]>("[...document.querySelectorAll('svg')].map(chart => chart.querySelectorAll('.mark').length)");
        Assert.Equal([4, 12, 6, 6, 6, 1, 1], marks);

        // All marks and texts have an area and are inside their chart.
        Assert.True(await browser.EvaluateAsync<bool>("""
            [...document.querySelectorAll('svg')].every(chart => {
              const all = chart.getBoundingClientRect();
              return [...chart.querySelectorAll('.mark, text')].every(mark => {
                const one = mark.getBoundingClientRect();
                return one.width > 0 && one.height > 0 && one.left >= all.left - 1 && one.right <= all.right + 1 && one.top >= all.top - 1 && one.bottom <= all.bottom + 1;
              });
            })
            """));
    }

    [BrowserFact]
    public async Task The_page_fits_each_width_and_is_readable()
    {
        TestReport report = Typical("company/" + new string('w', 80));
        await using Browser browser = await Browser.StartAsync();
        await browser.LoadAsync(report.Path);
        foreach (int width in (int[])[360, 390, 800, 1100])
        {
            await browser.EmulateAsync(width);
            Assert.True(await browser.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            Assert.True(await browser.EvaluateAsync<double>("Math.min(...[...document.querySelectorAll('svg')].map(chart => 14 * chart.getBoundingClientRect().width / 460))") >= 9.9);
        }
    }

    [BrowserFact]
    public async Task Dark_mode_changes_the_colors_except_in_print()
    {
        TestReport report = Typical("company/web");
        await using Browser browser = await Browser.StartAsync();
        await browser.LoadAsync(report.Path);
        string light = await ColorsAsync(browser, "light", "screen");
        string dark = await ColorsAsync(browser, "dark", "screen");
        Assert.Equal("rgb(255, 255, 255)", light.Split(';')[0]);
        Assert.All(light.Split(';').Zip(dark.Split(';')), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Equal(light, await ColorsAsync(browser, "dark", "print"));
    }

    [BrowserFact]
    public async Task The_page_prints_on_two_or_three_A4_sheets()
    {
        string[] names = Enumerable.Range(0, 40).Select(number => $"name{number:00}").ToArray();
        TestReport report = fixture.Write(
            names.SelectMany((name, index) => Enumerable.Range(0, 12).Select(week => Records.Commit(Records.Monday.AddDays(7 * week), name + "@example.com", "company/" + name))),
            changes: names.Take(14).Select(name => Records.Change(Records.Monday, name, name, 10)));
        await using Browser browser = await Browser.StartAsync();
        await browser.LoadAsync(report.Path);
        string pdf = Encoding.Latin1.GetString(await browser.PrintAsync());
        Assert.InRange(Regex.Count(pdf, @"/Type\s*/Page\b"), 2, 3);
        Assert.Matches(@"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", pdf);
        await browser.EmulateAsync(700, media: "print");
        Assert.Equal("avoid", await browser.EvaluateAsync<string>("getComputedStyle(document.querySelector('figure')).breakInside"));
    }

    private static async Task<string> ColorsAsync(Browser browser, string scheme, string media)
    {
        await browser.EmulateAsync(1100, scheme, media);
        return await browser.EvaluateAsync<string>("""
            [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color,
             ...[...document.querySelectorAll('svg')].map(chart => getComputedStyle(chart.querySelector('.mark')).fill)].join(';')
            """);
    }

    private TestReport Typical(string name) => fixture.Write(
        [.. Records.Weeks(0, 1, 3, 4), Records.Commit(Records.Monday, name, name, name)],
        ReportFixture.Options with { Title = name },
        [Records.Change(Records.Monday, name, name, 10)]);
}
