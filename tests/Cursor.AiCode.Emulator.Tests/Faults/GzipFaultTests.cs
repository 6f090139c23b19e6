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
    [InlineData(TestEmulator.Commits)]
    [InlineData(TestEmulator.ChangesCsv)]
    public async Task Truncate_gzip_removes_the_last_bytes(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Gzip = true });
        byte[] right = await BytesAsync(emulator, path);
        emulator.Server.AddFault("truncate-gzip");
        byte[] cut = await BytesAsync(emulator, path);
        Assert.Equal(right[..^40], cut);
    }

    [Theory]
    [InlineData(TestEmulator.Commits)]
    [InlineData(TestEmulator.ChangesCsv)]
    public async Task Corrupt_gzip_fails_to_decompress(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["corrupt-gzip"] });
        byte[] wrong = await BytesAsync(emulator, path);
        using var unpacked = new GZipStream(new MemoryStream(wrong), CompressionMode.Decompress);
        Assert.Throws<InvalidDataException>(() => unpacked.CopyTo(Stream.Null));
    }

    [Theory]
    [InlineData("truncate-gzip")]
    [InlineData("corrupt-gzip")]
    public async Task Gzip_faults_do_not_affect_identity_encoding(string fault)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string right = await emulator.TextAsync(TestEmulator.CommitsCsv);
        emulator.Server.AddFault(fault);
        Assert.Equal(right, await emulator.TextAsync(TestEmulator.CommitsCsv));
    }

    [Fact]
    public async Task Gzip_bomb_expands_to_zeros()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["gzip-bomb"] });
        using HttpResponseMessage response = await emulator.Client.GetAsync(
            new Uri(TestEmulator.Commits, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        var buffer = new byte[1 << 20];
        for (int i = 0; i < 200; i++)
        {
            await unpacked.ReadExactlyAsync(buffer);
            Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0));
        }
    }

    private static async Task<byte[]> BytesAsync(TestEmulator emulator, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage response = await emulator.Client.SendAsync(request);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        return await response.Content.ReadAsByteArrayAsync();
    }
}
