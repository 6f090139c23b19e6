using System;
using System.IO;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests that a run deletes the files of killed runs, but not those of running ones.</summary>
public sealed class LeftoverFileTests
{
    [Theory]
    [InlineData(RunFile.TemporaryExtension)]
    [InlineData(RunFile.LockExtension)]
    public void Trial_F01_files_of_a_killed_run_are_deleted(string ending)
    {
        using var folder = new TempFolder();
        File.WriteAllText(RunFileNames.OfEndedProcess(folder.File(), ending), "x");
        using AtomicFile file = AtomicFile.Create(folder.File());
        Assert.Equal([Path.GetFileName(file.TemporaryPath)], folder.Names);
    }

    // Neither the files of this process nor those of another running process are deleted, at any age, with or without locks.
    [Fact]
    public void Trial_F01_files_of_a_running_process_stay()
    {
        using var folder = new TempFolder();
        string other = RunFile.GetNewPath(folder.File(), RunFile.TemporaryExtension);
        File.WriteAllText(other, "x");
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddDays(-9));
        using AtomicFile first = AtomicFile.Create(folder.File());
        first.Stream.Write("first"u8.ToArray(), 0, 5);
        using (AtomicFile second = AtomicFile.Create(folder.File()))
        {
            Assert.Equal(3, folder.Names.Length);
            second.Commit();
        }

        first.Commit();
        Assert.Equal("first", File.ReadAllText(folder.File()));
        Assert.True(File.Exists(other));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trial_F01_files_of_another_computer_stay_for_a_day(bool hasOtherName)
    {
        using var folder = new TempFolder();
        string other = hasOtherName
            ? folder.File(".records.csv.0123456789abcdef0123456789abcdef.aicode-tmp")
            : RunFileNames.OfAnotherComputer(folder.File(), RunFile.TemporaryExtension);
        File.WriteAllText(other, "x");
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddHours(-23));
        AtomicFile.Create(folder.File()).Dispose();
        Assert.True(File.Exists(other));
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddHours(-25));
        AtomicFile.Create(folder.File()).Dispose();
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("a*b.csv")]
    [InlineData("a?b.csv")]
    [InlineData("a[1]b.csv")]
    [InlineData("a")]
    [InlineData("a1b")]
    [InlineData(".a1b.csv")]
    [InlineData("a1b.csv.old")]
    public void Trial_F16_a_run_deletes_only_leftover_files_of_its_target(string name)
    {
        if (OperatingSystem.IsWindows() && name.AsSpan().ContainsAny('*', '?'))
        {
            return;
        }

        using var folder = new TempFolder();
        string other = RunFileNames.OfEndedProcess(folder.File("a1b.csv"), RunFile.TemporaryExtension);
        string own = RunFileNames.OfEndedProcess(folder.File(name), RunFile.TemporaryExtension);
        File.WriteAllText(other, "x");
        File.WriteAllText(own, "x");
        AtomicFile.Create(folder.File(name)).Dispose();
        Assert.Equal([Path.GetFileName(other)], folder.Names);
    }
}
