using System;
using System.Security.Cryptography;

namespace Cursor.AiCode.Tests.Support;

/// <summary>The hash of bytes as lowercase hexadecimal text.</summary>
internal static class Sha256
{
    public static string Of(byte[] bytes)
    {
#pragma warning disable CA1308 // Hashes are lowercase.
        return Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
#pragma warning restore CA1308
    }
}
