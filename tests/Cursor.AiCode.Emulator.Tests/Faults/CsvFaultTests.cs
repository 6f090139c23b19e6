using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class CsvFaultTests
{
    [Theory]
    [InlineData(Emulated.CommitsCsv)]
    [InlineData(Emulated.ChangesCsv)]
    public async Task Other_orders_and_new_columns_leave_the_known_ones_right_by_name(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        List<string[]> right = await it.RowsAsync(path);
        foreach ((string fault, int added) in new[] { ("shuffled-columns:1", 0), ("new-column:1", 2) })
        {
            it.Server.AddFault(fault);
            List<string[]> rows = await it.RowsAsync(path);
            Assert.NotEqual(right[0], rows[0]);
            Assert.Equal(right[0].Length + added, rows[0].Length);
            int[] places = right[0].Select(name => Array.IndexOf(rows[0], name)).ToArray();
            Assert.Equal(right, rows.Select(r => places.Select(p => r[p]).ToArray()));
        }
    }

    [Fact]
    public async Task A_needed_column_is_missing_everywhere()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["missing-column"] });
        foreach (string path in new[] { Emulated.CommitsCsv, Emulated.ChangesCsv })
        {
            List<string[]> rows = await it.RowsAsync(path);
            Assert.DoesNotContain("created_at", rows[0]);
            Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        }
    }

    [Fact]
    public async Task The_third_record_is_ragged_or_has_a_stray_quote()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["ragged-row:1", "stray-quote:1"] });
        List<string[]> rows = await it.RowsAsync(Emulated.CommitsCsv);
        Assert.Equal([3], Enumerable.Range(0, rows.Count).Where(i => rows[i].Length != rows[0].Length));
        string stray = await it.TextAsync(Emulated.CommitsCsv);
        FormatException e = Assert.Throws<FormatException>(() => CsvText.Parse(stray));
        Assert.Equal("A stray quote in row 3", e.Message);
    }

    [Theory]
    [InlineData(Emulated.CommitsCsv)]
    [InlineData(Emulated.ChangesCsv)]
    public async Task The_end_is_cut_inside_a_field_that_still_reads_well(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        string right = await it.TextAsync(path);
        it.Server.AddFault("cut-last-field");
        string cut = await it.TextAsync(path);
        Assert.StartsWith(cut, right, StringComparison.Ordinal);
        Assert.InRange(right.Length - cut.Length, 1, 6);
        Assert.Throws<FormatException>(() => CsvText.Parse(cut));
        Assert.Equal(CsvText.Parse(right).Count, CsvText.Parse(cut + "\n").Count);
    }

    [Fact]
    public async Task The_last_records_are_missing_and_the_rest_reads_well()
    {
        await using Emulated it = await Emulated.StartAsync();
        List<string[]> right = await it.RowsAsync(Emulated.CommitsCsv);
        it.Server.AddFault("cut-records");
        Assert.Equal(right.Take(101), await it.RowsAsync(Emulated.CommitsCsv));
        List<string[]> few = await it.RowsAsync(Emulated.CommitsCsv + "?user=1");
        Assert.Equal(1 + (await it.TotalAsync(Emulated.Commits + "?user=1")) - 1, few.Count);
    }

    [Theory]
    [InlineData("huge-number", "99999999999999999999999")]
    [InlineData("text-number", "many")]
    public async Task One_number_is_none(string fault, string text)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = [fault] });
        List<string[]> rows = await it.RowsAsync(Emulated.ChangesCsv);
        Assert.Equal(text, rows[3][Array.IndexOf(rows[0], "total_lines_added")]);
    }

    [Fact]
    public async Task Quoted_numbers_read_as_the_same_records()
    {
        await using Emulated it = await Emulated.StartAsync();
        List<string[]> right = await it.RowsAsync(Emulated.CommitsCsv);
        it.Server.AddFault("numbers-as-strings");
        string quoted = await it.TextAsync(Emulated.CommitsCsv);
        Assert.Matches(",\"[0-9]+\",\"[0-9]+\",", quoted.Split('\n')[1]);
        Assert.Equal(right, CsvText.Parse(quoted));
    }
}
