using System;
using System.Globalization;
using System.Text;
using Cursor.AiCode.Serialization;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization;

/// <summary>Tests that numbers of lines are read correctly or rejected.</summary>
public sealed class LineCountTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("007", 7)]
    [InlineData("999999999", 999_999_999)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("0000000000012", 12)]
    [InlineData("-5", -5)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("12.0", 12)]
    [InlineData("1e2", 100)]
    [InlineData("1.5E1", 15)]
    public void An_integer_is_read_in_any_notation(string text, int expected)
    {
        Assert.True(LineCount.TryParse(Encoding.UTF8.GetBytes(text), out int value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("-")]
    [InlineData("1-2")]
    [InlineData("12a")]
    [InlineData("/")]
    [InlineData(":")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("2147483648")]
    [InlineData("4294967296")]
    [InlineData("-2147483649")]
    [InlineData("9999999999999999999999999999999999")]
    [InlineData("\u0661\u0662")]
    public void A_value_that_is_not_a_32_bit_integer_is_rejected(string text)
    {
        Assert.False(LineCount.TryParse(Encoding.UTF8.GetBytes(text), out int value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void Every_32_bit_integer_is_read()
    {
        var random = new Random(11);
        for (int i = 0; i < 10_000; i++)
        {
            int number = random.Next(int.MinValue, int.MaxValue) >> random.Next(0, 31);
            Assert.True(LineCount.TryParse(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), out int value));
            Assert.Equal(number, value);
        }
    }
}
