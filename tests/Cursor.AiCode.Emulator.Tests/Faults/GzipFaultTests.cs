using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class GzipFaultTests
{
    [Theory]
    [InlineData(Emulated.Commits)]
    [InlineData(Emulated.ChangesCsv)]
    public async Task A_truncated_body_is_the_right_one_without_its_end(string path)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Gzip = true });
        byte[] right = await BytesAsync(it, path);
        it.Server.AddFault("truncate-gzip");
        byte[] cut = await BytesAsync(it, path);
        Assert.Equal(right[..^40], cut);
    }

    [Theory]
    [InlineData(Emulated.Commits)]
    [InlineData(Emulated.ChangesCsv)]
    public async Task A_corrupt_body_cannot_be_unpacked(string path)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["corrupt-gzip"] });
        byte[] wrong = await BytesAsync(it, path);
        using var unpacked = new GZipStream(new MemoryStream(wrong), CompressionMode.Decompress);
        Assert.Throws<InvalidDataException>(() => unpacked.CopyTo(Stream.Null));
    }

    [Theory]
    [InlineData("truncate-gzip")]
    [InlineData("corrupt-gzip")]
    public async Task A_client_that_asks_for_identity_gets_the_right_body(string fault)
    {
        await using Emulated it = await Emulated.StartAsync();
        string right = await it.TextAsync(Emulated.CommitsCsv);
        it.Server.AddFault(fault);
        Assert.Equal(right, await it.TextAsync(Emulated.CommitsCsv));
    }

    [Fact]
    public async Task A_bomb_is_small_on_the_wire_and_has_no_end()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["gzip-bomb"] });
        using HttpResponseMessage response = await it.Client.GetAsync(
            new Uri(Emulated.Commits, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        var buffer = new byte[1 << 20];
        for (int i = 0; i < 200; i++)
        {
            await unpacked.ReadExactlyAsync(buffer);
            Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0));
        }
    }

    private static async Task<byte[]> BytesAsync(Emulated it, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage response = await it.Client.SendAsync(request);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        return await response.Content.ReadAsByteArrayAsync();
    }
}
