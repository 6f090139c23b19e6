using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cursor.AiCode.IO;

/// <summary>Windows functions that .NET Standard doesn't provide.</summary>
internal static class Win32
{
    [DllImport("advapi32.dll", EntryPoint = "GetFileSecurityW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileSecurity(string path, uint information, byte[]? descriptor, int length, out int needed);

    [DllImport("advapi32.dll", EntryPoint = "SetFileSecurityW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetFileSecurity(string path, uint information, byte[] descriptor);

    [DllImport("kernel32.dll", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool MoveFile(string from, string to, uint flags);

    /// <param name="file">An open file.</param>
    /// <param name="information">BY_HANDLE_FILE_INFORMATION: 13 numbers of 32 bits.</param>
    [DllImport("kernel32.dll", EntryPoint = "GetFileInformationByHandle", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileInformation(SafeFileHandle file, [Out] uint[] information);

    [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    public static extern SafeFileHandle CreateFile(
        string path, uint access, uint sharing, IntPtr security, uint disposition, uint flags, IntPtr template);
}
