using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Resilience.Tests.IO;

/// <summary>Tests that runs that start at the same time don't delete each other's temporary files.</summary>
public sealed class AtomicFileRaceTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Fault_41_no_process_deletes_the_new_temporary_file_of_another()
    {
        using var folder = new TempFolder();
        string path = folder.File();
        long written = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (watch.Elapsed < Length)
                {
                    using AtomicFile file = AtomicFile.Create(path);
                    file.Stream.Write("complete\n"u8);
                    file.Commit();
                    Interlocked.Increment(ref written);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        output.WriteLine($"{written} files");
        Assert.Equal("complete\n", await File.ReadAllTextAsync(path));
        Assert.Equal(["records.csv"], folder.Names);
    }
}
