using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Files;

public sealed class FileLockTests
{
    [Fact]
    public async Task One_at_a_time_has_it_and_none_fails()
    {
        using var folder = new TempFolder();
        int holders = 0, taken = 0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            while (watch.ElapsedMilliseconds < 1200)
            {
                using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
                Assert.Equal(1, Interlocked.Increment(ref holders));
                taken++;
                Interlocked.Decrement(ref holders);
            }
        })));
        Assert.True(taken > 200);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Who_waits_is_told_after_a_second_and_can_be_cancelled()
    {
        using var folder = new TempFolder();
        using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
        using var stop = new CancellationTokenSource();
        var clock = new ManualClock();
        var told = new TaskCompletionSource<AiCodeEvent>();
        Task<FileLock> waiting = Task.Run(() => FileLock.AcquireAsync(folder.File(), clock, told.SetResult, stop.Token));
        Assert.IsType<WaitEvent>(await told.Task);
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Waits.Take(10).Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        using FileLock other = await FileLock.AcquireAsync(folder.File("other.csv"), TimeProvider.System, static _ => { }, default);
    }

    [NotWindowsFact]
    public async Task A_lock_that_a_killed_process_left_is_free()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(".records.csv.aicode-lock"), "");
        using (await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default))
        {
            Assert.Single(folder.Names);
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error()
    {
        using var folder = new TempFolder();
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(Path.Combine(folder.FullName, "none", "records.csv"), TimeProvider.System, static _ => { }, default));
        Assert.Equal(AiCodeErrorKind.FileNotWritable, e.Kind);
    }
}
