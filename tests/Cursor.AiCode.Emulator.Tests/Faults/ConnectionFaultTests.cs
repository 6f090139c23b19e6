using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class ConnectionFaultTests
{
    [Fact]
    public async Task A_reset_before_the_headers_is_a_connection_reset()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["reset-before-headers:1"] });
        HttpRequestException e = await Assert.ThrowsAsync<HttpRequestException>(() => emulator.GetAsync(TestEmulator.Commits));
        Assert.Equal(SocketError.ConnectionReset, Innermost(e).SocketErrorCode);
        Assert.Equal(0, emulator.Server.Requests.Single().Status);
        await emulator.JsonAsync(TestEmulator.Commits);
    }

    [Theory]
    [InlineData("reset-mid-body:100k", 100_000)]
    [InlineData("cut-mid-body:100k", 100_000)]
    [InlineData("reset-mid-body:300b", 300)]
    public async Task A_body_is_truncated_after_the_given_size(string fault, int bytes)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] right = await emulator.Client.GetByteArrayAsync(new Uri(TestEmulator.CommitsCsv + "?startDate=60d", UriKind.Relative));
        emulator.Server.AddFault(fault);
        (byte[] read, Exception? e) = await ReadAsync(emulator, TestEmulator.CommitsCsv + "?startDate=60d");
        Assert.Equal(right[..bytes], read);
        Assert.NotNull(e);
        Assert.Equal(fault.StartsWith("reset", StringComparison.Ordinal), e.GetBaseException() is SocketException);
    }

    [Theory]
    [InlineData(TestEmulator.Commits)]
    [InlineData(TestEmulator.ChangesCsv)]
    public async Task Without_a_size_half_of_the_first_write_is_sent(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["reset-mid-body"] });
        (byte[] read, Exception? e) = await ReadAsync(emulator, path);
        Assert.InRange(read.Length, 1000, 40_000);
        Assert.NotNull(e);
    }

    [Fact]
    public async Task A_stalled_body_stays_open()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["stall:2k"] });
        using HttpResponseMessage response = await HeadersAsync(emulator, TestEmulator.ChangesCsv);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[2000]);
        await AssertNoDataAsync(body);
    }

    [Fact]
    public async Task No_headers_leaves_the_connection_open()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["no-headers"] });
        using var timeout = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => emulator.Client.GetAsync(new Uri(TestEmulator.Commits, UriKind.Relative), timeout.Token));

        // Clears the fault instead of limiting its count, because on a busy machine the request may not have arrived yet.
        emulator.Server.ClearFaults();
        await emulator.JsonAsync(TestEmulator.Commits);
    }

    [Fact]
    public async Task Drip_sends_a_byte_every_100_milliseconds()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["drip"] });
        using HttpResponseMessage response = await HeadersAsync(emulator, TestEmulator.Commits);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        var bytes = new byte[16];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, await body.ReadAsync(bytes));
            while (emulator.Time.Pending == 0)
            {
                await Task.Yield();
            }

            emulator.Time.Advance(TimeSpan.FromMilliseconds(99));
            Assert.Equal(1, emulator.Time.Pending);
            emulator.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(1, await body.ReadAsync(bytes));
        await AssertNoDataAsync(body);
    }

    [Fact]
    public async Task Huge_headers_precede_the_correct_body()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string right = await emulator.TextAsync(TestEmulator.Commits);
        emulator.Server.AddFault("huge-headers");
        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.GetAsync(TestEmulator.Commits));
        int kilobytes = 10 * 1024;
        using var client = new HttpClient(new SocketsHttpHandler { MaxResponseHeadersLength = kilobytes, UseProxy = false });
        client.DefaultRequestHeaders.Authorization = emulator.Client.DefaultRequestHeaders.Authorization;
        using HttpResponseMessage response = await client.GetAsync(new Uri(emulator.Server.BaseUri, TestEmulator.Commits));
        Assert.True(response.Headers.Sum(h => h.Value.Sum(v => v.Length)) > 8_000_000);
        Assert.Equal(right, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Dispose_aborts_responses_in_progress()
    {
        TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["stall:2k"] });
        using HttpResponseMessage response = await HeadersAsync(emulator, TestEmulator.ChangesCsv);
        await emulator.Server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        emulator.Client.Dispose();
    }

    private static async Task AssertNoDataAsync(Stream body)
    {
        using var timeout = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.ReadExactlyAsync(new byte[1], timeout.Token).AsTask());
    }

    private static Task<HttpResponseMessage> HeadersAsync(TestEmulator emulator, string path) =>
        emulator.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

    private static async Task<(byte[] Read, Exception? Error)> ReadAsync(TestEmulator emulator, string path)
    {
        using HttpResponseMessage response = await HeadersAsync(emulator, path);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        var read = new MemoryStream();
        try
        {
            await body.CopyToAsync(read);
            return (read.ToArray(), null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (read.ToArray(), e);
        }
    }

    private static SocketException Innermost(Exception e) => Assert.IsType<SocketException>(e.GetBaseException());
}
