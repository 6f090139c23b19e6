using System;
using System.IO;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Bytes in the midst of a body that should not be there.</summary>
internal sealed class InsertedBytesFault : Fault
{
    private const int Chunk = 64 * 1024;

    private readonly Func<FaultContext, Stream, Stream> _wrap;

    private InsertedBytesFault(bool changesLength, Func<FaultContext, Stream, Stream> wrap)
    {
        ChangesLength = changesLength;
        _wrap = wrap;
    }

    /// <inheritdoc/>
    public override bool ChangesLength { get; }

    /// <summary>A byte that UTF-8 never has, in the first e-mail address.</summary>
    public static InsertedBytesFault BadUtf8() =>
        new(false, (_, inner) => new InsertingStream(inner, "@company"u8.ToArray(), [0xFF], 1, overwrites: true));

    /// <summary>A first text of so many bytes: a message, or a file's extension; in CSV the first quoted field.</summary>
    public static InsertedBytesFault HugeField(long size)
    {
        var filler = new byte[Chunk];
        filler.AsSpan().Fill((byte)'x');
        return new InsertedBytesFault(true, (context, inner) =>
        {
            ReadOnlySpan<byte> pattern = context.Endpoint.IsCsv ? ",\""u8
                : context.Endpoint.IsCommits ? "\"message\":\""u8 : "\"fileExtension\":\""u8;
            return new InsertingStream(inner, pattern.ToArray(), filler, (int)Math.Max(1, size / Chunk), overwrites: false);
        });
    }

    /// <inheritdoc/>
    public override Stream Wrap(Stream body, FaultContext context) => _wrap(context, body);
}
