using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Cursor.AiCode.Report.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests hostile names in reports, and anonymous reports.</summary>
public sealed class SafetyTests(ReportFixture fixture) : IClassFixture<ReportFixture>
{
    /// <summary>Names with special characters of HTML, CSS, JavaScript or SVG, and their text on the page.</summary>
    public static TheoryData<string, string> HostileNames() => new()
    {
        { "<script>alert(1)</script>", "<script>alert(1)</script>" },
        { "</title></svg></style><img src=x onerror=alert(1)>", "</title></svg></style><img src=x onerror=alert(1)>" },
        { "\" onload=\"alert(1)\" x='", "\" onload=\"alert(1)\" x='" },
        { "&lt;b&gt;&amp;amp;", "&lt;b&gt;&amp;amp;" },
        { "]]><!--", "]]><!--" },
        { "{b}: {c}{a|x}", "{b}: {c}{a|x}" },
        { "__proto__", "__proto__" },
        { "javascript:alert(1)", "javascript:alert(1)" },
        { "a\u0000b\u001Bc\u202Ed\uD83De\uFFFE", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFD" },
        { "\uD83D\uDE00 \u65E5\u672C\u8A9E", "\uD83D\uDE00 \u65E5\u672C\u8A9E" },
    };

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Names_are_encoded_as_text(string name, string expected)
    {
        TestReport report = fixture.Write(
            [Records.Commit(Records.Monday, name, name, name), Records.Commit(Records.Monday)],
            ReportFixture.Options with { Title = name, Sources = [name] },
            [Records.Change(Records.Monday, name, name, 10)]);
        Assert.Equal(expected, report.Document.Descendants("h1").Single().Value);
        Assert.Equal(expected, report.Document.Descendants("head").Single().Element("title")!.Value);
        foreach (string figure in (string[])["By repository", "By user", "By source", "By model", "By language"])
        {
            Assert.Contains(expected, report.Rows(figure).Select(row => row[0]));
            Assert.Contains(report.Marks(figure), mark => mark.StartsWith(expected, StringComparison.Ordinal));
        }

        // The page has only the elements and attributes of other reports.
        TestReport plain = fixture.Write([Records.Commit(Records.Monday, "b@example.com", "b", "b"), Records.Commit(Records.Monday)], changes: [Records.Change(Records.Monday, "b", "b", 10)]);
        Assert.Equal(Names(plain), Names(report));
    }

    [Fact]
    public void An_anonymous_report_contains_no_user()
    {
        string[] users = ["Ann.Smith@example.com", "ben@example.com", "jean-claude.van.damme@example.com", "user.name+tag@example.com"];
        AiCommit[] commits =
        [
            .. users.Select((user, index) => Records.Commit(Records.Monday, user, "company/api") with { UserId = $"user_secret{index}" }),
            Records.Commit(Records.Monday, users[0], "ann-smith/dotfiles"),
            Records.Commit(Records.Monday, users[0], "company/annsmith.tools"),
            Records.Commit(Records.Monday, users[1], "BEN/scratch"),
            Records.Commit(Records.Monday, users[2], "git@host:jean_claude_van_damme"),
            Records.Commit(Records.Monday, null, "company/other@example.com") with { UserId = "user_secret9" },
        ];
        TestReport report = fixture.Write(commits, ReportFixture.Options with
        {
            Anonymize = true,
            Title = "For ann.smith@example.com and Ben",
            Sources = ["/home/ben/commits.csv"],
            Users = users,
        });
        string bytes = Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(report.Path));
        Assert.All((string[])["@example.com", "smith", "ben", "claude", "damme", "user.name", "user_", "secret", "tag@"], name => Assert.DoesNotContain(name, bytes, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["User 1", "User 2", "User 3", "User 4", "User 5"], report.Rows("By user").Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.Contains("company/api", report.Rows("By repository").Select(row => row[0]));
    }

    [Fact]
    public void A_pseudonym_is_the_same_throughout_a_page()
    {
        TestReport report = fixture.Write(
            [Records.Commit(Records.Monday, "ann@example.com", "ann/dotfiles"), Records.Commit(Records.Monday, "ANN@example.com", "company/api"), Records.Commit(Records.Monday, "ben@example.com", "company/api")],
            ReportFixture.Options with { Anonymize = true, Title = "For Ann" });
        string[][] users = report.Rows("By user");
        Assert.Equal(["User 1", "2"], users[0][..2]);
        Assert.Contains("User 1/dotfiles", report.Rows("By repository").Select(row => row[0]));
        Assert.Equal("For User 1", report.Document.Descendants("h1").Single().Value);
        Assert.Contains(report.Marks("By user"), mark => mark.StartsWith("User 1, Composer", StringComparison.Ordinal));
    }

    [Fact]
    public void Owners_of_repositories_have_pseudonyms_with_two_letters_if_necessary()
    {
        TestReport report = fixture.Write(
            [Records.Commit(Records.Monday, "li@example.com", "li/dotfiles"), Records.Commit(Records.Monday, "ben@example.com", "company/li-brary")],
            ReportFixture.Options with { Anonymize = true });
        string[] repositories = report.Rows("By repository").Select(row => row[0]).ToArray();
        Assert.Contains(repositories, static name => name.EndsWith("/dotfiles", StringComparison.Ordinal) && !name.StartsWith("li", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_by_team_contains_no_users()
    {
        var teams = new AiCodeTeams();
        Assert.Null(teams.Add("ann.smith@example.com", "Payments"));
        TestReport report = fixture.Write([Records.Commit(Records.Monday)], ReportFixture.Options with { Teams = teams, Anonymize = true });
        Assert.Equal("Payments", report.Rows("By team")[0][0]);
        Assert.DoesNotContain("smith", report.Text, StringComparison.OrdinalIgnoreCase);
        Assert.False(report.Figures.ContainsKey("By user"));
    }

    private static SortedSet<string> Names(TestReport report) =>
        new(report.Document.Descendants().SelectMany(element => element.Attributes().Select(attribute => $"{element.Name.LocalName}@{attribute.Name.LocalName}").Append(element.Name.LocalName)), StringComparer.Ordinal);
}
