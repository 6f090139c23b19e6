using System;
using System.Linq;
using Xunit;

namespace Cursor.AiCode.Tests.Records;

public sealed class RecordTests
{
    [Theory]
    [InlineData(100, 20, 30, 50.0)]
    [InlineData(3, 1, 0, 100.0 / 3)]
    [InlineData(10, 8, 4, 120.0)]
    [InlineData(10, 0, 0, 0.0)]
    [InlineData(0, 0, 0, null)]
    [InlineData(0, 5, 0, null)]
    public void The_share_of_AI_is_a_share_of_the_lines_added(int total, int tab, int composer, double? percent)
    {
        var commit = new AiCommit { TotalLinesAdded = total, TabLinesAdded = tab, ComposerLinesAdded = composer, TabLinesDeleted = 3, ComposerLinesDeleted = 4 };
        Assert.Equal(percent, commit.AiPercent);
        Assert.Equal(tab + composer, commit.AiLinesAdded);
        Assert.Equal(7, commit.AiLinesDeleted);
    }

    [Fact]
    public void A_change_has_its_file_count_and_each_extension_once()
    {
        Assert.Null(new AiCodeChange().FileCount);
        Assert.Null(new AiCodeChange().Extensions);
        Assert.Empty(new AiCodeChange().ExpandFiles());
        Assert.Equal(0, new AiCodeChange { Metadata = [] }.FileCount);
        Assert.Null(new AiCodeChange { Metadata = [] }.Extensions);
        Assert.Null(new AiCodeChange { Metadata = [new(), new()] }.Extensions);
        var change = new AiCodeChange { Metadata = [new() { FileExtension = "ts" }, new(), new() { FileExtension = "tsx" }, new() { FileExtension = "ts" }] };
        Assert.Equal(4, change.FileCount);
        Assert.Equal("ts,tsx", change.Extensions);
    }

    [Fact]
    public void A_file_of_a_change_is_a_row_with_the_values_of_both()
    {
        var change = new AiCodeChange
        {
            ChangeId = "1",
            UserId = "user_1",
            UserEmail = "one@company.com",
            Source = "TAB",
            Model = "gpt-4o",
            TotalLinesAdded = 5,
            TotalLinesDeleted = 6,
            CreatedAt = new System.DateTime(2025, 7, 30, 1, 2, 3, System.DateTimeKind.Local),
            Metadata = [new() { FileName = "a.ts", FileExtension = "ts", LinesAdded = 1, LinesDeleted = 2 }, new() { LinesAdded = 4, LinesDeleted = 4 }],
        };
        AiCodeChangeFile[] rows = change.ExpandFiles().ToArray();
        Assert.Equal(["a.ts", null], rows.Select(static row => row.FileName));
        Assert.Equal(["ts", null], rows.Select(static row => row.FileExtension));
        Assert.Equal([1, 4], rows.Select(static row => row.LinesAdded));
        Assert.Equal([2, 4], rows.Select(static row => row.LinesDeleted));
        Assert.All(rows, row =>
        {
            Assert.Equal(change.ChangeId, row.ChangeId);
            Assert.Equal(change.UserId, row.UserId);
            Assert.Equal(change.UserEmail, row.UserEmail);
            Assert.Equal(change.Source, row.Source);
            Assert.Equal(change.Model, row.Model);
            Assert.Equal(change.TotalLinesAdded, row.TotalLinesAdded);
            Assert.Equal(change.TotalLinesDeleted, row.TotalLinesDeleted);
            Assert.Equal(change.CreatedAt, row.CreatedAt);
        });
    }

    [Fact]
    public void Trial_P12_Records_are_equal_by_content_and_ToString_identifies_them()
    {
        static AiCodeChange Change(string file) => new()
        {
            ChangeId = "1", Model = "m", CreatedAt = new DateTime(2025, 7, 30), Metadata = [new() { FileName = file, LinesAdded = 1 }],
        };
        Assert.Equal(Change("a"), Change("a"));
        Assert.Equal(Change("a").GetHashCode(), Change("a").GetHashCode());
        Assert.NotEqual(Change("a"), Change("b"));
        Assert.NotEqual(Change("a"), Change("a") with { Metadata = null });
        Assert.NotEqual(Change("a"), Change("a") with { Model = "n" });
        Assert.Equal(Change("a") with { Metadata = null }, Change("b") with { Metadata = null });

        var commit = new AiCommit { CommitHash = "h", RepoName = "r", BranchName = "b", UserId = "user_1", CreatedAt = new DateTime(2025, 7, 30) };
        AiCommit[] others = [commit with { BranchName = "c" }, commit with { BranchName = null }, commit with { RepoName = "s" }, commit with { UserId = "user_2" }, commit with { CreatedAt = commit.CreatedAt.AddTicks(1) }];
        Assert.All(others, other => Assert.NotEqual(commit.ToString(), other.ToString()));
        Assert.Equal(others.Length, others.Select(other => other.ToString()).Distinct().Count());
        Assert.Equal(commit.ToString(), (commit with { Message = "m" }).ToString());
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("tab\tand\r\nlines\n", "tab\tand\r\nlines\n")]
    [InlineData("\u001b[31m", "\uFFFD[31m")]
    [InlineData("a\rb\u0000\u007f\u009b", "a\uFFFDb\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u202e\u2066\u2069\u202a", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u200f\u05d0 \ud83d\ude00", "\u200f\u05d0 \ud83d\ude00")]
    public void Trial_P11_Exception_messages_contain_no_terminal_control_characters(string text, string expected)
    {
        Assert.Equal(expected, new AiCodeException(AiCodeErrorKind.BadRequest, text).Message);
        Assert.Equal(text == expected, DisplayText.IsSafe(text));
    }
}
