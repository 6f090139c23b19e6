using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Deduplication;

public sealed class RecordKeyHasherTests
{
    private static readonly DateTimeOffset Created = new(2025, 7, 30, 14, 12, 3, TimeSpan.Zero);

    [Fact]
    public void A_key_of_text_equals_that_of_its_UTF8_bytes()
    {
        foreach (string text in new[] { "", "a", "12345678", "123456789", "日本語", "😀", new string('x', 5000) })
        {
            Assert.Equal(Key(text, 7L), Key(Encoding.UTF8.GetBytes(text), 7L));
        }

        Assert.Equal(Key([null]), Key(""));
    }

    [Fact]
    public void Field_boundaries_affect_the_key()
    {
        RecordKey[] keys =
        [
            Key("ab", "c"),
            Key("a", "bc"),
            Key("abc"),
            Key("abc", ""),
            Key("", "abc"),
            Key("abc", 0L),
            Key("abc", TimeSpan.TicksPerMillisecond),
            Key("abc\0"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Many_keys_have_no_duplicate_in_either_half()
    {
        var hasher = new RecordKeyHasher();
        var high = new HashSet<ulong>();
        var low = new HashSet<ulong>();
        for (int i = 0; i < 200_000; i++)
        {
            hasher.Add((749_356_200 + i).ToString(System.Globalization.CultureInfo.InvariantCulture));
            RecordKey key = hasher.GetKeyAndReset();
            Assert.True(high.Add(key.High) && low.Add(key.Low));
        }
    }

    [Fact]
    public void A_reused_hasher_gives_the_same_keys_as_a_new_one()
    {
        var used = new RecordKeyHasher();
        for (int length = 0; length < 1100; length++)
        {
            string text = new('x', length), wide = new('é', length);
            used.Add(text);
            used.Add(length);
            Assert.Equal(Key(text, (long)length), used.GetKeyAndReset());
            used.Add(Encoding.UTF8.GetBytes(wide).AsSpan());
            Assert.Equal(Key(wide), used.GetKeyAndReset());
        }
    }

    [Theory]
    [InlineData("=1", "'=1", true)]
    [InlineData("-", "'-", true)]
    [InlineData("", "'", false)]
    [InlineData("x", "'x", false)]
    [InlineData("'=1", "''=1", true)]
    [InlineData("a;=1", "a;'=1", true)]
    public void An_escaped_text_equals_the_original_only_when_comparing_with_a_file(string branch, string escaped, bool same)
    {
        Assert.Equal(same, BranchKey(branch, normalize: true).Equals(BranchKey(escaped, normalize: true)));
        Assert.NotEqual(BranchKey(branch, normalize: false), BranchKey(escaped, normalize: false));
        RecordDescriptor<AiCommit> descriptor = new CommitDescriptor();
        ParsedRecord<AiCommit> record = descriptor.Parse(new AiCommit { CommitHash = "a1", UserId = "user_1", BranchName = branch, CreatedAt = Created.LocalDateTime });
        foreach (bool normalize in new[] { true, false })
        {
            Assert.Equal(BranchKey(branch, normalize), descriptor.GetRowKey(new RecordKeyHasher(), record, normalize));
        }
    }

    [Fact]
    public void A_missing_key_column_equals_an_empty_field() => Assert.Equal(
        RowKey("commit_hash,repo_name,branch_name,user_id,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,created_at\na1,,,user_1,1,1,1,1,1,1,2025-07-30T14:12:03.000Z\n"),
        RowKey("created_at,user_id,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,commit_hash\n2025-07-30T14:12:03.000Z,user_1,1,1,1,1,1,1,a1\n"));

    [Fact]
    public void Keys_are_equal_if_both_halves_are()
    {
        var key = new RecordKey(1, 2);
        Assert.True(key.Equals(new RecordKey(1, 2)) && key.Equals((object)new RecordKey(1, 2)));
        Assert.False(key.Equals(new RecordKey(1, 3)) || key.Equals(new RecordKey(3, 2)) || key.Equals((object)new RecordKey(3, 2)) || key.Equals((object)1));
        Assert.Equal(key.GetHashCode(), new RecordKey(9, 2).GetHashCode());
    }

    private static RecordKey Key(params object?[] fields)
    {
        var hasher = new RecordKeyHasher();
        foreach (object? field in fields)
        {
            switch (field)
            {
                case long number:
                    hasher.Add(number);
                    break;
                case byte[] utf8:
                    hasher.Add(utf8.AsSpan());
                    break;
                default:
                    hasher.Add((string?)field);
                    break;
            }
        }

        return hasher.GetKeyAndReset();
    }

    private static RecordKey BranchKey(string branch, bool normalize) => RowKey(
        $"commit_hash,user_id,branch_name,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,created_at\na1,user_1,{branch},1,1,1,1,1,1,{Timestamp.Format(Created)}\n",
        normalize);

    private static RecordKey RowKey(string text, bool normalize = false)
    {
        using CsvReader csv = CsvReader.FromText(text);
        csv.ReadHeader();
        Assert.True(csv.Read());
        var parser = new RowParser(AiCodeKind.Commit, csv.Headers, normalize);
        Assert.True(parser.Parse(csv));
        return parser.GetKey(csv);
    }
}
