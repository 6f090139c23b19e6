using System.Collections.Generic;
using System.IO;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.IO;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests several accounts that write one file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AccountTests : IClassFixture<Account.ProgramsFixture>
{
    private static readonly EmulatorOptions Data = new() { Commits = 12_000, Changes = 0, Days = 20, Limit = 0, ThrottleMegabytes = 0.7 };

    [RootFact]
    public async Task Trial_F09_files_of_a_killed_root_process_do_not_block_another_account()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        Account.Share(folder.FullName);
        string path = folder.File();
        (await RunAsync(Account.Nobody, company.ExportUntil(path, 20, 19))).Succeeded();
        using (var root = HostRun.Start(company.Export(path, 20, "--append", "1")))
        {
            await LeftoverFiles.AppearAsync(root, () => LeftoverFiles.TemporaryOf(path));
            await root.KillAsync();
        }

        Assert.Single(LeftoverFiles.LocksOf(path));
        Assert.Equal(Data.Commits, (await RunAsync(Account.Nobody, company.Export(path, 20, "--append", "1"))).Succeeded().Records);
        LeftoverFiles.AssertDeleted(folder, path);
    }

    // In a folder such as /tmp, an account can't delete the files of others. Leftover files stay but block no other account.
    [RootFact]
    public async Task Trial_F09_files_that_cannot_be_deleted_do_not_block_another_account()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0x3FF);
        string path = folder.File();
        (await RunAsync(Account.Nobody, company.ExportUntil(path, 20, 19))).Succeeded();
        using (var root = HostRun.Start(company.Export(path, 20, "--append", "1")))
        {
            await LeftoverFiles.AppearAsync(root, () => LeftoverFiles.TemporaryOf(path));
            await root.KillAsync();
        }

        Assert.Equal(Data.Commits, (await RunAsync(Account.Nobody, company.Export(path, 20, "--append", "1"))).Succeeded().Records);
        Assert.Single(LeftoverFiles.LocksOf(path));
    }

    [RootFact]
    public async Task Trial_F09_accounts_of_one_group_take_turns()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        Account.Share(folder.FullName);
        string path = folder.File();
        (await RunAsync(Account.Daemon, company.ExportUntil(path, 20, 19))).Succeeded();
        using var first = HostRun.StartAs(Account.Nobody, company.ExportUntil(path, 20, 5, "--append", "1"));
        await LeftoverFiles.AppearAsync(first, () => LeftoverFiles.LocksOf(path));
        using var second = HostRun.StartAs(Account.Daemon, company.Export(path, 20, "--append", "1"));
        long added = (await first.EndAsync()).Succeeded().Added;
        HostResult last = (await second.EndAsync()).Succeeded();
        Assert.InRange(added, 1, Data.Commits!.Value);
        Assert.Equal(Data.Commits, last.Records);
        LeftoverFiles.AssertDeleted(folder, path);

        // Neither account can restore the owner of the file. The group, which gives both access, is kept.
        Assert.Equal((Account.SharedGroup, 0x1B4u), (FileStatus.Of(path)!.Value.Group, FileStatus.Of(path)!.Value.Mode & 0xFFF));
    }

    [RootFact]
    public async Task Trial_F03_an_append_by_root_keeps_the_owner()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        Account.Share(folder.FullName);
        string path = folder.File();
        (await RunAsync(Account.Nobody, company.ExportUntil(path, 20, 10))).Succeeded();
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 5, "--append", "1"))).Succeeded();
        Assert.Equal(Account.Nobody.Id, FileStatus.Of(path)!.Value.Owner);
        (await RunAsync(Account.Nobody, company.Export(path, 20, "--append", "1"))).Succeeded();
    }

    // In a folder that everyone may write, the file of another account can be replaced, but its owner and group can't be restored.
    [RootFact]
    public async Task Trial_F03_a_group_that_cannot_be_kept_gets_no_more_access_than_everyone()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        Account.Share(folder.FullName);
        string path = folder.File();
        foreach ((int before, uint after) in new[] { (0x1B0, 0x180u), (0x1B4, 0x1A4u) })
        {
            await File.WriteAllTextAsync(path, "");
            File.SetUnixFileMode(path, (UnixFileMode)before);
            using (SafeFileHandle handle = File.OpenHandle(path))
            {
                Assert.Equal(0, LibC.ChangeOwner(handle, 0, 0));
            }

            (await RunAsync(Account.Nobody, company.ExportUntil(path, 20, 19, "--force", "1"))).Succeeded();
            Assert.Equal((Account.Nobody.Id, Account.SharedGroup, after), (FileStatus.Of(path)!.Value.Owner, FileStatus.Of(path)!.Value.Group, FileStatus.Of(path)!.Value.Mode & 0xFFF));
        }
    }

    private static async Task<HostResult> RunAsync(Account account, IEnumerable<string> arguments)
    {
        using var run = HostRun.StartAs(account, arguments);
        return await run.EndAsync();
    }
}
