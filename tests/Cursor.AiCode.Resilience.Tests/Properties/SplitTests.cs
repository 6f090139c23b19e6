using System;
using System.Linq;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Properties;

/// <summary>Tests that the lengths of the reads of a body don't affect its records.</summary>
public sealed class SplitTests
{
    private const int Cases = 60;

    private sealed record Split(int Seed, int[] Lengths);

    [Theory]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Json)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Json)]
    public void Any_split_gives_the_same_records(AiCodeKind kind, AiCodeTransport transport)
    {
        Gen<Split> splits =
            from seed in Gen.Choose(0, int.MaxValue)
            from lengths in Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, 200), Gen.Choose(1, 70_000)).ArrayOf()
            select new Split(seed, lengths);
        Generators.ForAll(splits, static split => Generators.Shorter(split.Lengths).Select(lengths => split with { Lengths = lengths }), Cases, split =>
        {
            var random = new Random(split.Seed);
            byte[] body = new GeneratedRecords(random, kind, random.Next(1, 40)).Body(transport);
            RecordValues[] expected = (transport == AiCodeTransport.Csv ? RecordValues.OfCsv(kind, body) : RecordValues.OfPage(kind, body))!.ToArray();
            FakeApi api = FakeApi.Of(transport, () => new SplitStream(body, split.Lengths), expected.Length);
            Assert.Equal(expected, api.ReadAsync(kind, transport).GetAwaiter().GetResult());
        });
    }

    [Fact]
    public void A_record_larger_than_the_buffer_can_be_split_anywhere()
    {
        Gen<int[]> splits = Gen.Choose(1, 50_000).ArrayOf();
        string message = string.Concat(Enumerable.Repeat("a \"long\" line, and another\r\n", 20_000));
        string text = Columns.Header(AiCodeKind.Commit) + "\n" + string.Concat(Enumerable.Range(0, 3).Select(i =>
            $"hash{i},user_1,a@b.c,r,b,true,ide,1,2,3,4,5,6,7,8,\"{message.Replace("\"", "\"\"", StringComparison.Ordinal)}\",,2025-07-30T10:00:0{i}.000Z\n"));
        byte[] body = System.Text.Encoding.UTF8.GetBytes(text);
        RecordValues[] expected = RecordValues.OfCsv(AiCodeKind.Commit, body)!.ToArray();
        Generators.ForAll(splits, 15, lengths =>
        {
            FakeApi api = FakeApi.Of(AiCodeTransport.Csv, () => new SplitStream(body, lengths), 3);
            Assert.Equal(expected, api.ReadAsync(AiCodeKind.Commit, AiCodeTransport.Csv).GetAwaiter().GetResult());
        });
    }
}
