using System.Text;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Json;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Json;

/// <summary>Tests that only escaped lone surrogates are replaced, and that no other bytes change.</summary>
public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData("""["\ud83d"]""", """["\ufffd"]""")]
    [InlineData("""["\uDE00\uD83D"]""", """["\ufffd\ufffd"]""")]
    [InlineData("""["\ud83d\ud83d\ude00"]""", """["\ufffd\ud83d\ude00"]""")]
    [InlineData("""["\ud83d\ude00\ude00"]""", """["\ud83d\ude00\ufffd"]""")]
    [InlineData("""["\ud83d \ude00","\ud83d\n"]""", """["\ufffd \ufffd","\ufffd\n"]""")]
    [InlineData("""["\\ud83d","\\\ud83d"]""", """["\\ud83d","\\\ufffd"]""")]
    [InlineData("""["\u0041\ud7ff\ue000"]""", """["\u0041\ud7ff\ue000"]""")]
    [InlineData("""{"\udc00":1}""", """{"\ufffd":1}""")]
    [InlineData("""["\ud83""", """["\ud83""")]
    [InlineData("""["\ud83d""", """["\ufffd""")]
    [InlineData("""["\ud83d\""", """["\ufffd\""")]
    [InlineData("""["\udxyz"]""", """["\udxyz"]""")]
    public void Trial_N02_escaped_lone_surrogates_become_U_FFFD(string json, string expected) =>
        Assert.Equal(expected, LoneSurrogates.Replace(Encoding.UTF8.GetBytes(json)).ToText());
}
