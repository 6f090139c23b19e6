using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Cursor.AiCode.IO;

/// <summary>
/// Security descriptors and attributes of files on Windows, and an atomic replacement.
/// <see cref="File.Replace(string, string, string)"/> preserves them too, but isn't atomic: a process that is killed during
/// the call can leave no file.
/// </summary>
internal static class WindowsMetadata
{
    private const uint OwnerAndGroup = 1 | 2;
    private const uint Dacl = 4;
    private const uint ReplaceExisting = 1;
    private const uint WriteThrough = 8;
    private const uint DeleteAccess = 0x10000;
    private const uint ShareAll = 1 | 2 | 4;
    private const uint OpenExisting = 3;
    private const int ControlOffset = 2;
    private const int DaclAutoInheritRequest = 0x0100;
    private const int DaclAutoInherited = 0x0400;
    private const int MaxPath = 248;
    private const int AccessDenied = 5;
    private const int SharingViolation = 32;
    private const int MaxMoveAttempts = 20;
    private const int MoveDelayMilliseconds = 50;

    /// <summary>Copies owner, group and ACL, each if the account has the permission.</summary>
    public static void CopySecurity(string from, string to)
    {
        if (Read(from, OwnerAndGroup | Dacl) is not { } descriptor)
        {
            return;
        }

        // Without this flag, copies of inherited entries would become explicit entries.
        if ((descriptor[ControlOffset + 1] & (DaclAutoInherited >> 8)) != 0)
        {
            descriptor[ControlOffset + 1] |= DaclAutoInheritRequest >> 8;
        }

        // Setting another owner requires a privilege.
        _ = Win32.SetFileSecurity(Long(to), OwnerAndGroup, descriptor);
        _ = Win32.SetFileSecurity(Long(to), Dacl, descriptor);
    }

    /// <summary>Copies the attributes except read-only, which is set after the replacement.</summary>
    public static void CopyAttributes(string from, string to) => TrySetAttributes(to, File.GetAttributes(from) & ~FileAttributes.ReadOnly);

    /// <summary>Throws if another program has opened a file in a way that prevents its replacement, as Excel does.</summary>
    /// <exception cref="IOException">Another program has opened the file.</exception>
    public static void EnsureReplaceable(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            // The access that a replacement needs. Nothing is deleted.
            using SafeFileHandle file = Win32.CreateFile(Long(path), DeleteAccess, ShareAll, IntPtr.Zero, OpenExisting, 0, IntPtr.Zero);
            int error = Marshal.GetLastWin32Error();
            if (!file.IsInvalid || error != SharingViolation)
            {
                return;
            }

            if (attempt == MaxMoveAttempts)
            {
                throw CreateException(error);
            }

            Thread.Sleep(MoveDelayMilliseconds);
        }
    }

    /// <summary>Replaces a file, which can be read-only.</summary>
    /// <exception cref="IOException">The file can't be replaced. It is unchanged.</exception>
    public static void Replace(string file, string replaced)
    {
        FileAttributes? attributes = File.Exists(replaced) ? File.GetAttributes(replaced) : null;
        bool isReadOnly = attributes?.HasFlag(FileAttributes.ReadOnly) == true;
        if (isReadOnly)
        {
            // A read-only file is replaced only with -Force.
            File.SetAttributes(replaced, attributes!.Value & ~FileAttributes.ReadOnly);
        }

        bool moved = TryMove(file, replaced, out int error);
        if (isReadOnly)
        {
            TrySetAttributes(replaced, attributes!.Value);
        }

        if (!moved)
        {
            throw CreateException(error);
        }
    }

    private static IOException CreateException(int error) => new(new Win32Exception(error).Message, unchecked((int)0x80070000) | error);

    // Windows doesn't replace a file that another process has open, such as a virus scanner or another export that has just
    // replaced it.
    private static bool TryMove(string file, string replaced, out int error)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (Win32.MoveFile(Long(file), Long(replaced), ReplaceExisting | WriteThrough))
            {
                error = 0;
                return true;
            }

            error = Marshal.GetLastWin32Error();
            if (attempt == MaxMoveAttempts || error is not (AccessDenied or SharingViolation))
            {
                return false;
            }

            Thread.Sleep(MoveDelayMilliseconds);
        }
    }

    private static byte[]? Read(string path, uint information)
    {
        _ = Win32.GetFileSecurity(Long(path), information, null, 0, out int length);
        byte[] descriptor = new byte[length];
        return length > 0 && Win32.GetFileSecurity(Long(path), information, descriptor, length, out _) ? descriptor : null;
    }

    private static void TrySetAttributes(string path, FileAttributes attributes)
    {
        try
        {
            File.SetAttributes(path, attributes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file system or the account doesn't allow it.
        }
    }

    // Windows PowerShell isn't long path aware, so long paths need the prefix.
    private static string Long(string path) =>
        path.Length < MaxPath || path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC" + path.Remove(0, 1)
        : @"\\?\" + path;
}
