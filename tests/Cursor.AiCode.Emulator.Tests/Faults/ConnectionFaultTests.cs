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
    public async Task A_reset_before_the_headers_is_one_to_the_client()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["reset-before-headers:1"] });
        HttpRequestException e = await Assert.ThrowsAsync<HttpRequestException>(() => it.GetAsync(Emulated.Commits));
        Assert.Equal(SocketError.ConnectionReset, Innermost(e).SocketErrorCode);
        Assert.Equal(0, it.Server.Requests.Single().Status);
        await it.JsonAsync(Emulated.Commits);
    }

    [Theory]
    [InlineData("reset-mid-body:100k", 100_000)]
    [InlineData("cut-mid-body:100k", 100_000)]
    [InlineData("reset-mid-body:300b", 300)]
    public async Task A_body_ends_after_so_many_bytes(string fault, int bytes)
    {
        await using Emulated it = await Emulated.StartAsync();
        byte[] right = await it.Client.GetByteArrayAsync(new Uri(Emulated.CommitsCsv + "?startDate=60d", UriKind.Relative));
        it.Server.AddFault(fault);
        (byte[] read, Exception? e) = await ReadAsync(it, Emulated.CommitsCsv + "?startDate=60d");
        Assert.Equal(right[..bytes], read);
        Assert.NotNull(e);
        Assert.Equal(fault.StartsWith("reset", StringComparison.Ordinal), e.GetBaseException() is SocketException);
    }

    [Theory]
    [InlineData(Emulated.Commits)]
    [InlineData(Emulated.ChangesCsv)]
    public async Task Without_a_number_half_of_the_beginning_is_sent(string path)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["reset-mid-body"] });
        (byte[] read, Exception? e) = await ReadAsync(it, path);
        Assert.InRange(read.Length, 1000, 40_000);
        Assert.NotNull(e);
    }

    [Fact]
    public async Task A_stalled_body_stays_open_and_silent()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["stall:2k"] });
        using HttpResponseMessage response = await HeadersAsync(it, Emulated.ChangesCsv);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[2000]);
        await SilentAsync(body);
    }

    [Fact]
    public async Task Headers_that_never_come_leave_the_connection_open()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["no-headers"] });
        using var patience = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => it.Client.GetAsync(new Uri(Emulated.Commits, UriKind.Relative), patience.Token));

        // Not a fault for one request: on a busy machine, that may be on its way still.
        it.Server.ClearFaults();
        await it.JsonAsync(Emulated.Commits);
    }

    [Fact]
    public async Task A_dripping_body_gives_a_byte_every_100_milliseconds_of_the_servers_clock()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["drip"] });
        using HttpResponseMessage response = await HeadersAsync(it, Emulated.Commits);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        var bytes = new byte[16];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, await body.ReadAsync(bytes));
            while (it.Time.Waiting == 0)
            {
                await Task.Yield();
            }

            it.Time.Advance(TimeSpan.FromMilliseconds(99));
            Assert.Equal(1, it.Time.Waiting);
            it.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(1, await body.ReadAsync(bytes));
        await SilentAsync(body);
    }

    [Fact]
    public async Task Huge_headers_are_huge_and_the_answer_behind_them_right()
    {
        await using Emulated it = await Emulated.StartAsync();
        string right = await it.TextAsync(Emulated.Commits);
        it.Server.AddFault("huge-headers");
        await Assert.ThrowsAsync<HttpRequestException>(() => it.GetAsync(Emulated.Commits));
        int kilobytes = 10 * 1024;
        using var client = new HttpClient(new SocketsHttpHandler { MaxResponseHeadersLength = kilobytes, UseProxy = false });
        client.DefaultRequestHeaders.Authorization = it.Client.DefaultRequestHeaders.Authorization;
        using HttpResponseMessage response = await client.GetAsync(new Uri(it.Server.BaseUri, Emulated.Commits));
        Assert.True(response.Headers.Sum(h => h.Value.Sum(v => v.Length)) > 8_000_000);
        Assert.Equal(right, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_server_that_is_disposed_breaks_off_what_is_under_way()
    {
        Emulated it = await Emulated.StartAsync(o => o with { Faults = ["stall:2k"] });
        using HttpResponseMessage response = await HeadersAsync(it, Emulated.ChangesCsv);
        await it.Server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        it.Client.Dispose();
    }

    private static async Task SilentAsync(Stream body)
    {
        using var patience = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.ReadExactlyAsync(new byte[1], patience.Token).AsTask());
    }

    private static Task<HttpResponseMessage> HeadersAsync(Emulated it, string path) =>
        it.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

    private static async Task<(byte[] Read, Exception? Error)> ReadAsync(Emulated it, string path)
    {
        using HttpResponseMessage response = await HeadersAsync(it, path);
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
