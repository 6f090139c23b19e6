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
    public void The_share_of_AI_is_of_the_lines_added(int total, int tab, int composer, double? percent)
    {
        var commit = new AiCommit { TotalLinesAdded = total, TabLinesAdded = tab, ComposerLinesAdded = composer, TabLinesDeleted = 3, ComposerLinesDeleted = 4 };
        Assert.Equal(percent, commit.AiPercent);
        Assert.Equal(tab + composer, commit.AiLinesAdded);
        Assert.Equal(7, commit.AiLinesDeleted);
    }

    [Fact]
    public void A_change_counts_its_files_and_names_each_extension_once()
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
    public void A_file_of_a_change_is_a_flat_row_of_both()
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
}
