#if !CORE_NETSTANDARD
using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.Versioning;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests which metadata of the replaced file is kept, and which accounts can read the temporary file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileMetadataTests
{
    private const string Acl = "system.posix_acl_access";
    private const uint Nobody = 65534;
    private const uint Daemon = 1;

    [NotWindowsTheory]
    [InlineData(0x180)] // 600
    [InlineData(0x1A0)] // 640
    [InlineData(0x1A4)] // 644
    [InlineData(0x1B6)] // 666
    [InlineData(0x100)] // 400
    public void Trial_F04_a_temporary_file_is_no_more_readable_than_its_target(int mode)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), "old");
        File.SetUnixFileMode(folder.File(), (UnixFileMode)mode);
        using AtomicFile file = AtomicFile.Create(folder.File());
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(file.TemporaryPath) & ~Owner & ~(UnixFileMode)mode);
        file.Commit();
        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(folder.File()));
    }

    [NotWindowsFact]
    public void Trial_F04_a_new_file_has_the_default_mode()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("other"), "");
        using AtomicFile file = AtomicFile.Create(folder.File());
        Assert.Equal(File.GetUnixFileMode(folder.File("other")), File.GetUnixFileMode(file.TemporaryPath));
        file.Commit();
        Assert.Equal(File.GetUnixFileMode(folder.File("other")), File.GetUnixFileMode(folder.File()));
    }

    [RootFact]
    public void Trial_F03_owner_group_mode_acl_and_extended_attributes_are_kept()
    {
        using var folder = new TempFolder();
        byte[] acl = AclFor(Daemon);
        Prepare(folder.File(), Nobody, Nobody, acl);
        using (AtomicFile file = AtomicFile.Create(folder.File()))
        {
            file.Stream.Write("new"u8);
            Assert.Equal(0u, FileStatus.Of(file.TemporaryPath)!.Value.Mode & 0x3F);
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(folder.File()));
        FileStatus kept = FileStatus.Of(folder.File())!.Value;
        Assert.Equal((Nobody, Nobody, 0x1A0u), (kept.Owner, kept.Group, kept.Mode & 0xFFF));
        Assert.Equal(acl, Attribute(folder.File(), Acl));
        Assert.Equal("kept"u8.ToArray(), Attribute(folder.File(), "user.test"));
        Assert.Equal(["records.csv"], folder.Names);
    }

    // A folder can have a default ACL for new files. It must not give more accounts access to a file without an ACL.
    [RootFact]
    public void Trial_F04_a_default_acl_does_not_open_a_file_without_an_acl()
    {
        using var folder = new TempFolder();
        Prepare(folder.File(), 0, 0, acl: null);
        SetFolderAcl(folder.FullName, AclFor(Daemon));
        using AtomicFile file = AtomicFile.Create(folder.File());
        Assert.Equal(0u, FileStatus.Of(file.TemporaryPath)!.Value.Mode & 0x38);
        file.Commit();
        Assert.Null(Attribute(folder.File(), Acl));
        Assert.Equal(0x1A0u, FileStatus.Of(folder.File())!.Value.Mode & 0xFFF);
    }

    // Most accounts can't keep the group of the file. The other group then gets the access that everyone has.
    [Theory]
    [InlineData(4, 0, 0)]
    [InlineData(6, 4, 4)]
    [InlineData(4, 6, 4)]
    public void Trial_F03_another_group_gets_no_more_access_than_everyone(int group, int others, int expected)
    {
        byte[] acl = AclFor(Daemon, group, others), before = [.. acl];
        PosixAcl.RestrictGroup(acl);
        before[4 + 16 + 2] = (byte)expected;
        Assert.Equal(before, acl);
    }

    // rw for the owner, r for another user, no access for others, and the mask r.
    private static byte[] AclFor(uint user, int group = 0, int others = 0)
    {
        (ushort Tag, int Permissions, uint Id)[] entries =
            [(0x01, 6, uint.MaxValue), (0x02, 4, user), (0x04, group, uint.MaxValue), (0x10, 4, uint.MaxValue), (0x20, others, uint.MaxValue)];
        byte[] acl = new byte[4 + (8 * entries.Length)];
        acl[0] = 2;
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = acl.AsSpan(4 + (8 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            entry[2] = (byte)entries[i].Permissions;
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], entries[i].Id);
        }

        return acl;
    }

    private static void Prepare(string path, uint owner, uint group, byte[]? acl)
    {
        File.WriteAllText(path, "old");
        using SafeFileHandle handle = File.OpenHandle(path, access: FileAccess.ReadWrite);
        File.SetUnixFileMode(handle, (UnixFileMode)0x1A0);
        Assert.Equal(0, LibC.ChangeOwner(handle, owner, group));
        Assert.Equal(0, LibC.SetAttribute(handle, "user.test", "kept"u8.ToArray(), 4, 0));
        Assert.True(acl is null || LibC.SetAttribute(handle, Acl, acl, acl.Length, 0) == 0);
    }

    private static void SetFolderAcl(string folder, byte[] acl)
    {
        int file = LibC.Open(folder, 0);
        using var handle = new SafeFileHandle(file, ownsHandle: true);
        Assert.Equal(0, LibC.SetAttribute(handle, "system.posix_acl_default", acl, acl.Length, 0));
    }

    private static byte[]? Attribute(string path, string name)
    {
        byte[] value = new byte[1000];
        nint length = LibC.GetAttribute(path, name, value, value.Length);
        return length < 0 ? null : value[..(int)length];
    }
}
#endif
