using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization.Csv;
using Xunit;

namespace Cursor.AiCode.Tests.Records;

public sealed class RecordKeyTests
{
    [Fact]
    public void A_key_is_the_same_from_text_and_from_utf8()
    {
        var builder = new RecordKeyHasher();
        foreach (string text in new[] { "", "a", "12345678", "123456789", "日本語", "😀", new string('x', 5000) })
        {
            Assert.Equal(builder.Add(text).AddTime(7).Build(), builder.Add(Encoding.UTF8.GetBytes(text).AsSpan()).AddTime(7).Build());
        }

        Assert.Equal(builder.Add((string?)null).Build(), builder.Add("").Build());
    }

    [Fact]
    public void Fields_are_told_apart()
    {
        var builder = new RecordKeyHasher();
        RecordKey[] keys =
        [
            builder.Add("ab").Add("c").Build(),
            builder.Add("a").Add("bc").Build(),
            builder.Add("abc").Build(),
            builder.Add("abc").Add("").Build(),
            builder.Add("").Add("abc").Build(),
            builder.Add("abc").AddTime(0).Build(),
            builder.Add("abc").AddTime(TimeSpan.TicksPerMillisecond).Build(),
            builder.Add("abc\0").Build(),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Many_keys_have_no_double_in_either_half()
    {
        var builder = new RecordKeyHasher();
        var high = new HashSet<ulong>();
        var low = new HashSet<ulong>();
        for (int i = 0; i < 200_000; i++)
        {
            RecordKey key = builder.Add((749_356_200 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)).Build();
            Assert.True(high.Add(key.High) && low.Add(key.Low));
        }
    }

    [Fact]
    public void Times_are_told_apart_by_the_millisecond_where_files_are_compared()
    {
        var exact = new RecordKeyHasher();
        Assert.NotEqual(exact.AddTime(10_000).Build(), exact.AddTime(19_999).Build());
        var builder = new RecordKeyHasher(toMilliseconds: true);
        Assert.Equal(builder.AddTime(10_000).Build(), builder.AddTime(19_999).Build());
        Assert.NotEqual(builder.AddTime(10_000).Build(), builder.AddTime(20_000).Build());
    }

    [Fact]
    public void Each_bit_of_a_record_moves_each_bit_of_its_key_half_of_the_time()
    {
        var random = new Random(1);
        var builder = new RecordKeyHasher();
        int[] moved = new int[128];
        int flips = 0;
        foreach (int length in new[] { 1, 3, 4, 5, 12, 13, 40 })
        {
            byte[] field = new byte[length];
            for (int sample = 0; sample < 20; sample++)
            {
                random.NextBytes(field);
                RecordKey key = builder.Add(field.AsSpan()).Build();
                for (int bit = 0; bit < length * 8; bit++, flips++)
                {
                    field[bit / 8] ^= (byte)(1 << (bit % 8));
                    RecordKey other = builder.Add(field.AsSpan()).Build();
                    field[bit / 8] ^= (byte)(1 << (bit % 8));
                    for (int i = 0; i < 64; i++)
                    {
                        moved[i] += (int)(((key.Low ^ other.Low) >> i) & 1);
                        moved[64 + i] += (int)(((key.High ^ other.High) >> i) & 1);
                    }
                }
            }
        }

        Assert.All(moved, times => Assert.InRange((double)times / flips, 0.47, 0.53));
    }

    [Fact]
    public void A_builder_makes_the_key_of_a_new_one_whatever_it_made_before()
    {
        var used = new RecordKeyHasher();
        for (int length = 0; length < 1100; length++)
        {
            string text = new('x', length), wide = new('é', length);
            RecordKey key = new RecordKeyHasher().Add(text).AddTime(length).Build();
            Assert.Equal(key, used.Add(text).AddTime(length).Build());
            Assert.Equal(key, used.Add(Encoding.UTF8.GetBytes(text).AsSpan()).AddTime(length).Build());
            Assert.Equal(key, new RecordKeyHasher().Add(Encoding.UTF8.GetBytes(text).AsSpan()).AddTime(length).Build());
            Assert.Equal(new RecordKeyHasher().Add(wide).Build(), used.Add(Encoding.UTF8.GetBytes(wide).AsSpan()).Build());
            Assert.NotEqual(key, new RecordKeyHasher().Add(text).Build());
        }
    }

    [Theory]
    [InlineData("=1", "'=1", true)]
    [InlineData("-", "'-", true)]
    [InlineData("", "'", false)]
    [InlineData("x", "'x", false)]
    [InlineData("'=1", "''=1", false)]
    public void A_neutralized_field_is_the_one_that_it_was_in_a_file_only(string field, string written, bool same)
    {
        var inFile = new RecordKeyHasher(asInFile: true);
        RecordKey key = inFile.Add(field).Build();
        Assert.Equal(same, key.Equals(inFile.Add(written).Build()));
        Assert.Equal(inFile.Add(written).Build(), inFile.Add(Encoding.UTF8.GetBytes(written).AsSpan()).Build());
        var builder = new RecordKeyHasher();
        Assert.NotEqual(builder.Add(field).Build(), builder.Add(written).Build());
    }

    [Fact]
    public void A_row_without_a_column_of_its_key_has_that_of_an_empty_field() => Assert.Equal(
        KeyOfRow("commit_hash,repo_name,branch_name,user_id,created_at\na1,,,user_1,2025-07-30T14:12:03.000Z\n"),
        KeyOfRow("created_at,user_id,commit_hash\n2025-07-30T14:12:03.000Z,user_1,a1\n"));

    [Fact]
    public void Keys_are_the_same_where_both_halves_are()
    {
        var key = new RecordKey(1, 2);
        Assert.True(key.Equals(new RecordKey(1, 2)) && key.Equals((object)new RecordKey(1, 2)));
        Assert.False(key.Equals(new RecordKey(1, 3)) || key.Equals(new RecordKey(3, 2)) || key.Equals((object)new RecordKey(3, 2)) || key.Equals((object)1));
        Assert.Equal(key.GetHashCode(), new RecordKey(9, 2).GetHashCode());
    }

    private static RecordKey KeyOfRow(string text)
    {
        CsvKeyReader rows = RecordDescriptor<AiCommit>.ForCommits().IdentityOfRows(new RecordKeyHasher());
        using CsvReader csv = CsvReader.FromText(text);
        csv.ReadHeader();
        Assert.True(csv.Read());
        rows.Begin(csv.Headers);
        return rows.KeyOf(csv, rows.CreatedAt(csv));
    }
}
