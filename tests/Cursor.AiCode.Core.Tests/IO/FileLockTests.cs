using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

public sealed class FileLockTests
{
    [Fact]
    public async Task One_process_at_a_time_has_the_lock()
    {
        using var folder = new TempFolder();
        int holders = 0, acquired = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref acquired) < 1000)
            {
                using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
                Assert.Equal(1, Interlocked.Increment(ref holders));
                acquired++;
                Interlocked.Decrement(ref holders);
            }
        })));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_wait_is_reported_after_a_second_and_can_be_canceled()
    {
        using var folder = new TempFolder();
        using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
        using var stop = new CancellationTokenSource();
        var clock = new TestTimeProvider();
        var events = new List<AiCodeEvent>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FileLock.AcquireAsync(
            folder.File(),
            clock,
            received =>
            {
                events.Add(received);
                stop.Cancel();
            },
            stop.Token));
        Assert.IsType<WaitEvent>(Assert.Single(events));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Waits.Take(10).Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait));
        using FileLock other = await FileLock.AcquireAsync(folder.File("other.csv"), TimeProvider.System, static _ => { }, default);
    }

    [Fact]
    public async Task Trial_F09_a_lock_of_a_killed_process_is_released()
    {
        using var folder = new TempFolder();
        string leftover = RunFileNames.OfEndedProcess(folder.File(), RunFile.LockExtension);
        await File.WriteAllTextAsync(leftover, "");
        using (await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default))
        {
            Assert.False(File.Exists(leftover));
            Assert.Single(folder.Names);
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Trial_F09_a_lock_of_another_computer_blocks_until_it_expires()
    {
        using var folder = new TempFolder();
        string other = RunFileNames.OfAnotherComputer(folder.File(), RunFile.LockExtension);
        await File.WriteAllTextAsync(other, "");
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow - RunFile.MaxLockAge + TimeSpan.FromMinutes(1));
        await AssertLockedAsync(folder, other, " of another computer or container");
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow - RunFile.MaxLockAge - TimeSpan.FromMinutes(1));
        using FileLock acquired = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
        Assert.False(File.Exists(other));
    }

    [Fact]
    public async Task Trial_F09_a_wait_for_a_hanging_process_times_out_with_its_ID_and_the_file()
    {
        using var folder = new TempFolder();
        using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
        string file = Assert.Single(folder.Names);

        // The lock wasn't renewed for long, but its process is running: it can be stopped, or its computer was asleep.
        File.SetLastWriteTimeUtc(folder.File(file), DateTime.UtcNow.AddDays(-2));
        await AssertLockedAsync(folder, folder.File(file), "");
        Assert.Equal([file], folder.Names);
    }

    [Fact]
    public async Task Trial_F09_a_lock_is_renewed_for_other_computers()
    {
        using var folder = new TempFolder();
        using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
        string file = folder.File(Assert.Single(folder.Names));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        held.Renew();
        Assert.InRange(DateTime.UtcNow - File.GetLastWriteTimeUtc(file), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        held.Dispose();
        held.Renew();
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Trial_F16_each_file_has_its_own_lock()
    {
        using var folder = new TempFolder();
        using FileLock held = await FileLock.AcquireAsync(folder.File("a1b.csv"), TimeProvider.System, static _ => { }, default);
        foreach (string name in new[] { "a[1]b.csv", "a1b", "a1b.csv.old", ".a1b.csv" })
        {
            using FileLock other = await FileLock.AcquireAsync(folder.File(name), TimeProvider.System, static _ => { }, default);
            Assert.Equal(2, folder.Names.Length);
        }
    }

    [Fact]
    public async Task A_lock_file_without_a_process_and_the_name_of_the_target_are_in_the_message()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(".records.csv.x.aicode-lock"), "");
        var clock = new TestTimeProvider();
        var events = new List<AiCodeEvent>();
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(folder.File(), clock, events.Add, default, "data set"));
        Assert.StartsWith("'data set' is unchanged: another process has been writing to it for more than 10 minutes. ", e.Message, StringComparison.Ordinal);
        Assert.Equal([new WaitEvent("another process writes to 'data set'", TimeSpan.FromMilliseconds(100))], events);
    }

    // The names of the lock files have at most 255 bytes.
    [Theory]
    [InlineData("a", 166)]
    [InlineData("a", 167)]
    [InlineData("a", 251)]
    [InlineData("é", 125)]
    [InlineData("😀", 62)]
    [InlineData("x😀", 50)]
    [InlineData("x😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", 2)]
    public async Task A_long_name_has_a_lock_of_its_own(string text, int count)
    {
        using var folder = new TempFolder();
        string start = string.Concat(Enumerable.Repeat(text, count - 1)), name = start + text, other = start + "b";
        foreach (string file in new[] { name, other })
        {
            using FileLock held = await FileLock.AcquireAsync(folder.File(file + ".csv"), TimeProvider.System, static _ => { }, default);
            string lockFile = Assert.Single(folder.Names);
            Assert.StartsWith("." + name.Remove(Math.Min(38, name.Length)), lockFile, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', lockFile);
            using FileLock free = await FileLock.AcquireAsync(folder.File((file == name ? other : name) + ".csv"), TimeProvider.System, static _ => { }, default);
            _ = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(folder.File(file + ".csv"), new TestTimeProvider(), static _ => { }, default));
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_missing_folder_is_an_error()
    {
        using var folder = new TempFolder();
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(Path.Combine(folder.FullName, "none", "records.csv"), TimeProvider.System, static _ => { }, default));
        Assert.Equal(AiCodeErrorKind.FileNotWritable, e.Kind);
    }

    // The wait times out after ten minutes, with an error that contains the process and the file to delete.
    private static async Task AssertLockedAsync(TempFolder folder, string lockFile, string place)
    {
        var clock = new TestTimeProvider();
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(folder.File(), clock, static _ => { }, default));
        Assert.Equal(AiCodeErrorKind.FileNotWritable, e.Kind);
        Assert.Equal(FileLock.MaxWait, clock.GetUtcNow() - TestTimeProvider.DefaultStart);
        Assert.Equal(
            $"'{folder.File()}' is unchanged: process {RunFileNames.ProcessIdOf(lockFile)}{place} has been writing to it for more than 10 minutes. If that process hangs, end it. If there is no such process, delete '{lockFile}'. Then run the command again.",
            e.Message);
        Assert.True(File.Exists(lockFile));
    }
}
