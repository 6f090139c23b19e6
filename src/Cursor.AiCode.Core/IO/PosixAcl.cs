#if NET
using System;
using System.Buffers.Binary;

namespace Cursor.AiCode.IO;

/// <summary>A POSIX ACL in the format of Linux's extended attribute: a version, then entries of a tag, permissions and an id.</summary>
internal static class PosixAcl
{
    private const int HeaderLength = 4;
    private const int EntryLength = 8;
    private const int PermissionsOffset = 2;
    private const ushort OwningGroup = 0x04;
    private const ushort Others = 0x20;

    /// <summary>Limits the permissions of the owning group to those of others. It is used if the target file has another group.</summary>
    public static void RestrictGroup(byte[] acl)
    {
        if (Find(acl, OwningGroup) is int group and > 0 && Find(acl, Others) is int others and > 0)
        {
            Span<byte> permissions = acl.AsSpan(group + PermissionsOffset);
            ushort restricted = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(permissions) & BinaryPrimitives.ReadUInt16LittleEndian(acl.AsSpan(others + PermissionsOffset)));
            BinaryPrimitives.WriteUInt16LittleEndian(permissions, restricted);
        }
    }

    private static int Find(byte[] acl, ushort tag)
    {
        for (int entry = HeaderLength; entry + EntryLength <= acl.Length; entry += EntryLength)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(acl.AsSpan(entry)) == tag)
            {
                return entry;
            }
        }

        return -1;
    }
}
#endif
