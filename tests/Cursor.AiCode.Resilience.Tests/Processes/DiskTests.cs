using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.IO;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests a disk that is full or read-only: the old file is unchanged, no temporary files remain, and the error contains the cause.</summary>
public sealed class DiskTests
{
    private const string Append = "--append";
    private const string Hash = "--hash";

    private static readonly EmulatorOptions Data = new() { Commits = 6000, Changes = 0, Days = 20, Limit = 0 };

    // The disk is full early, halfway, and just before the end. An append first copies the old file, and then adds the rows.
    [SmallDiskTheory]
    [InlineData(0.1, 3, new string[0])]
    [InlineData(0.5, 3, new[] { Hash, "1" })]
    [InlineData(0.98, 3, new string[0])]
    [InlineData(0.05, 18, new[] { Append, "1" })]
    [InlineData(0.5, 18, new[] { Append, "1" })]
    [InlineData(0.98, 18, new[] { Append, "1", Hash, "1" })]
    public async Task Fault_39_a_full_disk_leaves_the_old_file(double share, int daysOfOldFile, string[] options)
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        (await HostRun.RunAsync(company.ExportUntil(folder.File(), 20, 20 - daysOfOldFile))).Succeeded();
        byte[] before = await File.ReadAllBytesAsync(folder.File());
        (await HostRun.RunAsync(company.Export(folder.File(), 20))).Succeeded();
        long length = new FileInfo(folder.File()).Length;
        using SmallDisk disk = SmallDisk.Create((int)((before.Length + (share * length)) / 1024));
        string path = disk.File();
        await File.WriteAllBytesAsync(path, before);
        HostResult result = (await HostRun.RunAsync(company.Export(path, 20, options))).Failed(AiCodeErrorKind.FileNotWritable);
        Assert.Contains(path, result.Message, System.StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(disk.Folder));
    }

    [FileLimitTheory]
    [InlineData(3, new string[0])]
    [InlineData(18, new[] { Append, "1" })]
    public async Task Fault_39_a_file_size_limit_leaves_the_old_file(int daysOfOldFile, string[] options)
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        string path = folder.File();
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 20 - daysOfOldFile))).Succeeded();
        byte[] before = await File.ReadAllBytesAsync(path);
        using HostRun run = HostRun.StartLimited((before.Length / 1024) + 40, company.Export(path, 20, options));
        (await run.EndAsync()).Failed(AiCodeErrorKind.FileNotWritable);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        LeftoverFiles.AssertDeleted(folder, path);
    }

    [SmallDiskTheory]
    [InlineData(true, new string[0])]
    [InlineData(true, new[] { Append, "1" })]
    [InlineData(false, new string[0])]
    [InlineData(false, new[] { Append, "1" })]
    public async Task Fault_42_a_read_only_disk_fails_before_the_first_request(bool exists, string[] options)
    {
        await using Company company = await Company.StartAsync(Data);
        using SmallDisk disk = SmallDisk.Create(1000);
        string path = disk.File();
        if (exists)
        {
            (await HostRun.RunAsync(company.Export(path, 1))).Succeeded();
        }

        byte[]? before = exists ? await File.ReadAllBytesAsync(path) : null;
        company.Server.ClearRequests();
        disk.MakeReadOnly();
        (await HostRun.RunAsync(company.Export(path, 20, options))).Failed(AiCodeErrorKind.FileNotWritable);
        Assert.Empty(company.Server.Requests);
        Assert.Equal(exists ? [path] : [], Directory.GetFileSystemEntries(disk.Folder));
        Assert.Equal(before, exists ? await File.ReadAllBytesAsync(path) : null);
    }

    // Azure Files, CIFS and exFAT reject chmod.
    [ChmodDenyTheory]
    [InlineData(new object[] { new string[0] })]
    [InlineData(new object[] { new[] { Append, "1" } })]
    public async Task Trial_F02_exports_succeed_on_a_file_system_that_rejects_chmod(string[] options)
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new ChmodDenyFolder();
        string path = Path.Combine(folder.FullName, "records.csv");
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 10))).Succeeded();
        uint mode = FileStatus.Of(path)!.Value.Mode;
        Assert.Equal(Data.Commits, (await HostRun.RunAsync(company.Export(path, 20, options))).Succeeded().Records);
        (await HostRun.RunAsync(company.Export(path, 20, options))).Succeeded();
        Assert.Equal(mode, FileStatus.Of(path)!.Value.Mode);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData(AiCodeErrorKind.FileReadOnly)]
    [InlineData(AiCodeErrorKind.PathIsFolder)]
    [InlineData(AiCodeErrorKind.FolderNotFound)]
    public async Task Fault_42_an_invalid_target_fails_before_the_first_request(AiCodeErrorKind kind)
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        string path = folder.File();
        switch (kind)
        {
            case AiCodeErrorKind.FileReadOnly:
                await File.WriteAllTextAsync(path, "old");
                File.SetAttributes(path, FileAttributes.ReadOnly);
                break;
            case AiCodeErrorKind.PathIsFolder:
                Directory.CreateDirectory(path);
                break;
            default:
                path = Path.Combine(folder.FullName, "missing", "records.csv");
                break;
        }

        foreach (string[] options in new string[][] { [], [Append, "1"] })
        {
            (await HostRun.RunAsync(company.Export(path, 20, options))).Failed(kind);
        }

        Assert.Empty(company.Server.Requests);
        Assert.Equal(kind == AiCodeErrorKind.FolderNotFound ? [] : ["records.csv"], folder.Names);
        if (kind == AiCodeErrorKind.FileReadOnly)
        {
            Assert.Equal("old", await File.ReadAllTextAsync(path));
            (await HostRun.RunAsync(company.Export(path, 1, "--force", "1"))).Succeeded();
            Assert.NotEqual("old", await File.ReadAllTextAsync(path));
            Assert.True(File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly) || System.OperatingSystem.IsWindows());
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }
}
