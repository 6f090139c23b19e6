using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests which process a file belongs to, and whether that process is running.</summary>
public sealed class ProcessIdentityTests
{
    private static readonly string[] Own = ProcessIdentity.Current.ToString().Split('-');

    [Fact]
    public void This_process_is_running()
    {
        ProcessIdentity read = ProcessIdentity.Parse(ProcessIdentity.Current.ToString())!;
        Assert.Equal(ProcessState.Running, read.GetState());
        Assert.Equal(Environment.ProcessId, read.Id);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}"), read.Describe());
        Assert.Equal("process 12 of another computer or container", Identity("00000000", 12, "1").Describe());
        Assert.Matches("^[0-9a-f]{8}$", Own[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1-2")]
    [InlineData("1-2-3-4")]
    [InlineData("1--3")]
    [InlineData("1-+2-3")]
    [InlineData("1-99999999999-3")]
    public void Text_that_is_not_a_process_identity_is_not_parsed(string text) => Assert.Null(ProcessIdentity.Parse(text));

    [Fact]
    public void Trial_F01_another_process_is_running_until_it_exits()
    {
        using var process = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "findstr" : "cat", OperatingSystem.IsWindows() ? "x" : "") { RedirectStandardInput = true })!;
        var other = ProcessIdentity.Of(process.Id);
        try
        {
            Assert.Equal(ProcessState.Running, other.GetState());
            Assert.Equal(ProcessState.Ended, Identity(Own[0], process.Id, "1").GetState());
        }
        finally
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }

        Assert.Equal(ProcessState.Ended, other.GetState());
    }

    [Fact]
    public void Trial_F01_a_process_of_another_computer_is_unknown() =>
        Assert.Equal(ProcessState.Unknown, Identity("00000000", Environment.ProcessId, Own[2]).GetState());

    // In a container, the first process often doesn't wait for orphaned processes, which then stay zombies.
    [NotWindowsFact]
    public void Trial_F09_a_zombie_process_is_not_running()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // The shell starts a process and is then replaced by another program, which doesn't wait for that process.
        string script = "exec 3<&0; head -c 1 <&3 >/dev/null & echo $!; exec sleep 1000";
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            int id = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            WaitUntil(process.Id, static stat => stat.Contains("(sleep)", StringComparison.Ordinal));
            var other = ProcessIdentity.Of(id);
            Assert.Equal(ProcessState.Running, other.GetState());
            process.StandardInput.Write("x");
            process.StandardInput.Close();
            WaitUntil(id, static stat => stat.Contains(") Z ", StringComparison.Ordinal));
            Assert.Equal(ProcessState.Ended, other.GetState());
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static void WaitUntil(int id, Func<string, bool> condition)
    {
        while (!condition(File.ReadAllText($"/proc/{id}/stat")))
        {
            Thread.Sleep(5);
        }
    }

    private static ProcessIdentity Identity(string computer, int id, string start) =>
        ProcessIdentity.Parse(string.Format(CultureInfo.InvariantCulture, "{0}-{1}-{2}", computer, id, start))!;
}
