#if NET
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

#pragma warning disable CA2101 // The rule expects UTF-16; the C library uses UTF-8.
namespace Cursor.AiCode.IO;

/// <summary>C library functions that .NET doesn't provide: owners, ACLs, extended attributes and kinds of files.</summary>
internal static class LibC
{
    private const string Library = "libc";

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int StatX(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int StatX(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);

    [DllImport(Library, EntryPoint = "stat", SetLastError = true)]
    public static extern int MacStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] status);

    [DllImport(Library, EntryPoint = "stat$INODE64", SetLastError = true)]
    public static extern int MacStatX64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] status);

    [DllImport(Library, EntryPoint = "fcopyfile", SetLastError = true)]
    public static extern int MacCopyFile(SafeFileHandle from, SafeFileHandle to, nint state, uint flags);

    [DllImport(Library, EntryPoint = "fchown", SetLastError = true)]
    public static extern int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [DllImport(Library, EntryPoint = "listxattr", SetLastError = true)]
    public static extern nint ListAttributes([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[]? names, nint length);

    [DllImport(Library, EntryPoint = "getxattr", SetLastError = true)]
    public static extern nint GetAttribute([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, byte[]? value, nint length);

    [DllImport(Library, EntryPoint = "fgetxattr", SetLastError = true)]
    public static extern nint GetAttribute(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, byte[]? value, nint length);

    [DllImport(Library, EntryPoint = "fsetxattr", SetLastError = true)]
    public static extern int SetAttribute(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, byte[] value, nint length, int flags);

    [DllImport(Library, EntryPoint = "fremovexattr", SetLastError = true)]
    public static extern int RemoveAttribute(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static extern int Sync(int file);

    [DllImport(Library, EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int file);
}
#endif
