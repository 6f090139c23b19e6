#if NET
using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cursor.AiCode.IO;

/// <summary>The status of a file on Linux and macOS, as stat returns it.</summary>
/// <param name="Mode">The kind of the file and its permissions.</param>
/// <param name="Owner">The id of the user who owns it.</param>
/// <param name="Group">The id of its group.</param>
/// <param name="Device">The device of its file system.</param>
/// <param name="Inode">The inode number, which identifies the file within its file system.</param>
internal readonly record struct FileStatus(uint Mode, uint Owner, uint Group, ulong Device, ulong Inode)
{
    private const int StatusLength = 256;
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7FF;
    private const uint KindMask = 0xF000;

    /// <summary>Whether it is a regular file, and not a folder, pipe, device or socket.</summary>
    public bool IsRegularFile => (Mode & KindMask) == 0x8000;

    /// <summary>The kind of the file for messages.</summary>
    public string Kind => (Mode & KindMask) switch
    {
        0x1000 => "a named pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a folder",
        0xC000 => "a socket",
        _ => "not a regular file",
    };

    /// <summary>Returns the status of the file at a path. Symbolic links are followed.</summary>
    /// <returns>The status; <see langword="null"/> if there is no such file, or the system doesn't report it.</returns>
    public static FileStatus? Of(string path)
    {
        byte[] status = new byte[StatusLength];
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return LibC.StatX(CurrentDirectory, path, 0, BasicStatus, status) == 0 ? FromLinux(status) : null;
            }

            if (OperatingSystem.IsMacOS())
            {
                bool x64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
                return (x64 ? LibC.MacStatX64(path, status) : LibC.MacStat(path, status)) == 0 ? FromMac(status) : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // musl before 1.2.5.
        }

        return null;
    }

    /// <summary>Returns the status of an open file.</summary>
    /// <returns>The status; <see langword="null"/> if the system doesn't report it.</returns>
    public static FileStatus? Of(SafeFileHandle file)
    {
        byte[] status = new byte[StatusLength];
        try
        {
            return OperatingSystem.IsLinux() && LibC.StatX(file, "", EmptyPath, BasicStatus, status) == 0 ? FromLinux(status) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    // struct statx, the same on every architecture.
    private static FileStatus FromLinux(byte[] status) => new(
        BitConverter.ToUInt16(status, 28),
        BitConverter.ToUInt32(status, 20),
        BitConverter.ToUInt32(status, 24),
        BitConverter.ToUInt64(status, 136),
        BitConverter.ToUInt64(status, 32));

    // struct stat with inodes of 64 bits.
    private static FileStatus FromMac(byte[] status) => new(
        BitConverter.ToUInt16(status, 4),
        BitConverter.ToUInt32(status, 16),
        BitConverter.ToUInt32(status, 20),
        BitConverter.ToUInt32(status, 0),
        BitConverter.ToUInt64(status, 8));
}
#endif
