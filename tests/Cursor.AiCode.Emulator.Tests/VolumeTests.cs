using System;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>Tests millions of records, which are generated and not stored.</summary>
[Collection("non-parallel")]
public sealed class VolumeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_million_records_are_streamed_in_constant_memory()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Commits = 1_000_000, Changes = 10 });
        await StreamAsync(emulator, "?startDate=1d");
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        (long bytes, long lines, long peak) = await StreamAsync(emulator, "?startDate=60d");
        output.WriteLine($"{bytes / 1e6 / clock.Elapsed.TotalSeconds:F0} MB/s, {GC.GetTotalAllocatedBytes() - allocated:N0} bytes allocated");
        Assert.True(lines > 1_000_000);
        Assert.True(bytes > 200_000_000);
        Assert.True(peak - before < 20_000_000, $"{before} before, {peak} at the peak");

        // Only the connection allocates memory, not the generation of records.
        Assert.True(GC.GetTotalAllocatedBytes() - allocated < 40_000_000);
    }

    [Fact]
    public async Task Pages_and_users_of_ten_million_records_are_found_quickly()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Changes = 10_000_000, Developers = 1000 });
        await emulator.JsonAsync(TestEmulator.Changes);
        var clock = Stopwatch.StartNew();
        await emulator.JsonAsync(TestEmulator.Changes + "?startDate=60d&page=9999&pageSize=1000");
        TimeSpan page = clock.Elapsed;
        clock.Restart();
        int total = await emulator.TotalAsync(TestEmulator.Changes + "?startDate=60d&user=42");
        TimeSpan user = clock.Elapsed;
        clock.Restart();
        await emulator.JsonAsync(TestEmulator.Changes + $"?startDate=60d&user=42&pageSize=100&page={total / 100}");
        TimeSpan again = clock.Elapsed;
        output.WriteLine($"page {page.TotalMilliseconds} ms, user {user.TotalMilliseconds} ms, again {again.TotalMilliseconds} ms");
        Assert.InRange(total, 2000, 40_000);

        // The usual duration is milliseconds. The maximum is for busy machines.
        Assert.True(page < TimeSpan.FromSeconds(5), page.ToString());
        Assert.True(user < TimeSpan.FromSeconds(10), user.ToString());
        Assert.True(again < TimeSpan.FromSeconds(5), again.ToString());
    }

    private static async Task<(long Bytes, long Lines, long Peak)> StreamAsync(TestEmulator emulator, string query)
    {
        using HttpResponseMessage response = await emulator.Client.GetAsync(
            new Uri(TestEmulator.CommitsCsv + query, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[128 * 1024];
        long bytes = 0;
        long lines = 0;
        long peak = 0;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            if ((bytes >> 24) != ((bytes + read) >> 24))
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }

            bytes += read;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return (bytes, lines, peak);
    }
}
