#if NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cursor.AiCode.IO;

/// <summary>
/// Owner, group, mode, ACL and extended attributes of files on Linux and macOS. They are set by file handle, because in a
/// folder that others can write to, the path can lead to another file by then.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixMetadata
{
    private const string Acl = "system.posix_acl_access";
    private const uint Unchanged = uint.MaxValue;
    private const uint MacAcl = 1, MacStatus = 2, MacAttributes = 4;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;
    private const UnixFileMode GroupPermissions = (UnixFileMode)0x38;
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Signatures and capabilities apply to the old content only.
    private static readonly string[] Excluded = ["security.ima", "security.evm", "security.capability"];

    /// <summary>Creates a file with the mode of another file. Some file systems don't allow to change the mode later.</summary>
    public static FileStream Create(string path, string replaced, FileShare share)
    {
        UnixFileMode mode = File.GetUnixFileMode(replaced) & Permissions;
        if (ReadAttribute(replaced, Acl) is null)
        {
            FileStream file = Open(mode);
            if (FileStatus.Of(file.SafeFileHandle)?.Group is { } group && group == FileStatus.Of(replaced)?.Group && !HasAcl(file.SafeFileHandle))
            {
                return file;
            }

            // The new file has another group, or an ACL inherited from the folder, which could grant access to others.
            file.Dispose();
            File.Delete(path);
        }

        return Open(WithoutGroup(mode));

        FileStream Open(UnixFileMode create) => new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = share,
            BufferSize = 1,
            UnixCreateMode = create | OwnerReadWrite,
        });
    }

    /// <summary>Copies the metadata that the file system and the account allow.</summary>
    public static void Copy(string replaced, SafeFileHandle file)
    {
        if (OperatingSystem.IsMacOS())
        {
            CopyOnMac(replaced, file);
        }
        else if (FileStatus.Of(replaced) is { } source)
        {
            if (LibC.ChangeOwner(file, source.Owner, source.Group) != 0)
            {
                _ = LibC.ChangeOwner(file, Unchanged, source.Group);
            }

            FileStatus? now = FileStatus.Of(file);
            bool sameGroup = now?.Group == source.Group;
            bool sameAcl = CopyAttributes(replaced, file, sameGroup);
            var mode = (UnixFileMode)(source.Mode & 0xFFF);
            mode = sameGroup && now?.Owner == source.Owner ? mode : mode & Permissions;
            SetMode(file, sameAcl ? mode : WithoutGroup(mode));
        }
        else
        {
            SetMode(file, WithoutGroup(File.GetUnixFileMode(replaced) & Permissions));
        }
    }

    // A different group, or one whose ACL is missing, gets the permissions of others.
    private static UnixFileMode WithoutGroup(UnixFileMode mode) => mode & (~GroupPermissions | (UnixFileMode)((int)mode << 3));

    // Returns whether the group permissions in the mode have the same meaning as in the source.
    private static bool CopyAttributes(string replaced, SafeFileHandle file, bool sameGroup)
    {
        bool hasAcl = false, isSet = false;
        foreach (string name in ReadNames(replaced).Except(Excluded))
        {
            if (ReadAttribute(replaced, name) is not { } value)
            {
                continue;
            }

            if (name == Acl && !sameGroup)
            {
                PosixAcl.RestrictGroup(value);
            }

            bool set = LibC.SetAttribute(file, name, value, value.Length, 0) == 0;
            hasAcl |= name == Acl;
            isSet |= name == Acl && set;
        }

        if (hasAcl)
        {
            return isSet;
        }

        // The ACL that was inherited from the folder.
        _ = LibC.RemoveAttribute(file, Acl);
        return sameGroup && !HasAcl(file);
    }

    private static bool HasAcl(SafeFileHandle file) => OperatingSystem.IsLinux() && LibC.GetAttribute(file, Acl, null, 0) > 0;

    private static IEnumerable<string> ReadNames(string path)
    {
        nint length = LibC.ListAttributes(path, null, 0);
        if (length <= 0)
        {
            return [];
        }

        byte[] names = new byte[length];
        length = LibC.ListAttributes(path, names, length);
        return length <= 0 ? [] : Encoding.UTF8.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[]? ReadAttribute(string path, string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        nint length = LibC.GetAttribute(path, name, null, 0);
        if (length < 0)
        {
            return null;
        }

        byte[] value = new byte[length];
        return LibC.GetAttribute(path, name, value, length) == length ? value : null;
    }

    private static void CopyOnMac(string replaced, SafeFileHandle file)
    {
        try
        {
            using SafeFileHandle source = File.OpenHandle(replaced, share: FileShare.ReadWrite | FileShare.Delete);
            _ = LibC.MacCopyFile(source, file, 0, MacAcl | MacStatus | MacAttributes);

            // The times of the old file were copied.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The account can replace the file but not read its attributes.
            SetMode(file, WithoutGroup(File.GetUnixFileMode(replaced) & Permissions));
        }
    }

    private static void SetMode(SafeFileHandle file, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(file, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // CIFS, exFAT and many FUSE file systems reject it. The file was created with the safe part of the mode.
        }
    }
}
#endif
