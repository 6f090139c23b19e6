using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class CsvFaultTests
{
    [Theory]
    [InlineData(TestEmulator.CommitsCsv)]
    [InlineData(TestEmulator.ChangesCsv)]
    public async Task Reordered_and_new_columns_leave_the_values_unchanged(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string[]> right = await emulator.RowsAsync(path);
        foreach ((string fault, int added) in new[] { ("shuffled-columns:1", 0), ("new-column:1", 2) })
        {
            emulator.Server.AddFault(fault);
            List<string[]> rows = await emulator.RowsAsync(path);
            Assert.NotEqual(right[0], rows[0]);
            Assert.Equal(right[0].Length + added, rows[0].Length);
            int[] indexes = right[0].Select(name => Array.IndexOf(rows[0], name)).ToArray();
            Assert.Equal(right, rows.Select(r => indexes.Select(p => r[p]).ToArray()));
        }
    }

    [Fact]
    public async Task Missing_column_removes_created_at()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["missing-column"] });
        foreach (string path in new[] { TestEmulator.CommitsCsv, TestEmulator.ChangesCsv })
        {
            List<string[]> rows = await emulator.RowsAsync(path);
            Assert.DoesNotContain("created_at", rows[0]);
            Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        }
    }

    [Fact]
    public async Task The_third_record_is_malformed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["ragged-row:1", "stray-quote:1"] });
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        Assert.Equal([3], Enumerable.Range(0, rows.Count).Where(i => rows[i].Length != rows[0].Length));
        string stray = await emulator.TextAsync(TestEmulator.CommitsCsv);
        FormatException e = Assert.Throws<FormatException>(() => CsvText.Parse(stray));
        Assert.Equal("A stray quote in row 3", e.Message);
    }

    [Theory]
    [InlineData(TestEmulator.CommitsCsv)]
    [InlineData(TestEmulator.ChangesCsv)]
    public async Task Cut_last_field_leaves_a_parseable_field(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string right = await emulator.TextAsync(path);
        emulator.Server.AddFault("cut-last-field");
        string cut = await emulator.TextAsync(path);
        Assert.StartsWith(cut, right, StringComparison.Ordinal);
        Assert.InRange(right.Length - cut.Length, 1, 6);
        Assert.Throws<FormatException>(() => CsvText.Parse(cut));
        Assert.Equal(CsvText.Parse(right).Count, CsvText.Parse(cut + "\n").Count);
    }

    [Fact]
    public async Task Cut_records_leaves_complete_records()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string[]> right = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        emulator.Server.AddFault("cut-records");
        Assert.Equal(right.Take(101), await emulator.RowsAsync(TestEmulator.CommitsCsv));
        List<string[]> few = await emulator.RowsAsync(TestEmulator.CommitsCsv + "?user=1");
        Assert.Equal(1 + (await emulator.TotalAsync(TestEmulator.Commits + "?user=1")) - 1, few.Count);
    }

    [Theory]
    [InlineData("huge-number", "99999999999999999999999")]
    [InlineData("text-number", "many")]
    public async Task One_number_is_invalid(string fault, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.ChangesCsv);
        Assert.Equal(text, rows[3][Array.IndexOf(rows[0], "total_lines_added")]);
    }

    [Fact]
    public async Task Quoted_numbers_parse_to_the_same_records()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string[]> right = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        emulator.Server.AddFault("numbers-as-strings");
        string quoted = await emulator.TextAsync(TestEmulator.CommitsCsv);
        Assert.Matches(",\"[0-9]+\",\"[0-9]+\",", quoted.Split('\n')[1]);
        Assert.Equal(right, CsvText.Parse(quoted));
    }
}
