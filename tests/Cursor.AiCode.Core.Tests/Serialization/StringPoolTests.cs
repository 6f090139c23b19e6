using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization;

/// <summary>Tests that the pool returns the same string for equal texts, and never another text.</summary>
public sealed class StringPoolTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("company/warehouse")]
    [InlineData("chore/6127-レポート")]
    [InlineData("12345678")]
    public void Equal_texts_are_the_same_string(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        string? first = StringPool.Get(utf8);
        Assert.Equal(text, first);
        Assert.Same(first, StringPool.Get(utf8.ToArray()));
    }

    [Fact]
    public void An_empty_text_is_null_and_a_long_text_is_not_pooled()
    {
        Assert.Null(StringPool.Get(default));
        byte[] longest = Encoding.UTF8.GetBytes(new string('x', 128));
        Assert.Same(StringPool.Get(longest), StringPool.Get(longest));
        byte[] longer = Encoding.UTF8.GetBytes(new string('x', 129));
        Assert.Equal(new string('x', 129), StringPool.Get(longer));
        Assert.NotSame(StringPool.Get(longer), StringPool.Get(longer));
    }

    [Fact]
    public void Texts_with_the_same_slot_keep_their_values()
    {
        // Many more texts than slots, with every length, some of which differ only in one byte or in trailing zeros.
        string[] texts = Enumerable.Range(0, 20_000).Select(static i => new string((char)('a' + (i % 26)), i % 40) + i)
            .Concat(Enumerable.Range(1, 100).Select(static i => new string('\0', i)))
            .ToArray();
        Parallel.For(0, 4, _ =>
        {
            foreach (string text in texts)
            {
                Assert.Equal(text, StringPool.Get(Encoding.UTF8.GetBytes(text)));
            }
        });
    }

    [Fact]
    public void The_slots_are_used_evenly()
    {
        // Realistic names. With 4,096 slots, few of 1,000 names have the same slot.
        byte[][] names = Enumerable.Range(0, 1000).Select(static i => Encoding.UTF8.GetBytes($"release/{i}-search-index-of-a-long-name")).ToArray();
        string?[] first = names.Select(static name => StringPool.Get(name)).ToArray();
        int kept = names.Where((name, i) => ReferenceEquals(StringPool.Get(name), first[i])).Count();
        Assert.True(kept > 600, $"{kept} of 1,000 were kept.");
    }
}
