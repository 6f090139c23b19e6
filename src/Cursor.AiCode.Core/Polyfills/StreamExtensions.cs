#if !NET
using System;
using System.Buffers;
using System.IO;

namespace Cursor.AiCode.Polyfills;

/// <summary>Members of streams that .NET Standard 2.0 lacks.</summary>
internal static class StreamExtensions
{
    /// <summary>Writes a span.</summary>
    public static void Write(this Stream stream, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        stream.Write(copy, 0, bytes.Length);
        ArrayPool<byte>.Shared.Return(copy);
    }
}
#endif
