using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace Cursor.AiCode.Tests.Records;

public sealed class RecordKeyTests
{
    [Fact]
    public void A_key_is_the_same_from_text_and_from_utf8()
    {
        var builder = new RecordKeyBuilder();
        foreach (string text in new[] { "", "a", "12345678", "123456789", "日本語", "😀", new string('x', 5000) })
        {
            Assert.Equal(builder.Add(text).AddTime(7).Build(), builder.Add(Encoding.UTF8.GetBytes(text).AsSpan()).AddTime(7).Build());
        }

        Assert.Equal(builder.Add((string?)null).Build(), builder.Add("").Build());
    }

    [Fact]
    public void Fields_are_told_apart()
    {
        var builder = new RecordKeyBuilder();
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
        var builder = new RecordKeyBuilder();
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
        var exact = new RecordKeyBuilder();
        Assert.NotEqual(exact.AddTime(10_000).Build(), exact.AddTime(19_999).Build());
        var builder = new RecordKeyBuilder(toMilliseconds: true);
        Assert.Equal(builder.AddTime(10_000).Build(), builder.AddTime(19_999).Build());
        Assert.NotEqual(builder.AddTime(10_000).Build(), builder.AddTime(20_000).Build());
    }
}
