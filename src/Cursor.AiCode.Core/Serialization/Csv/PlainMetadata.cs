using System;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Knows the metadata of a change in the form in which the API sends it: compact, without escapes, with the documented
/// fields. Most of an export's work is checking it, and this takes a fraction of what taking the quotes away and reading
/// it as JSON takes.
/// </summary>
internal static class PlainMetadata
{
    private const int Added = 1;
    private const int Deleted = 2;
    private const int MaxDigits = 9;

    /// <summary>Whether the field, as it stands in the file, is such metadata; where it is not, it can still be metadata.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static bool Is(ReadOnlySpan<byte> raw)
    {
        int end = raw.Length - 2;
        if (end < 2 || raw[0] != '"' || raw[1] != '[' || raw[end] != ']' || raw[end + 1] != '"')
        {
            return false;
        }

        int at = 2;
        while (at != end)
        {
            if ((at > 2 && !Take(raw, ref at, ',')) || !Take(raw, ref at, '{'))
            {
                return false;
            }

            int counts = 0;
            do
            {
                if (!TakeField(raw, ref at, ref counts))
                {
                    return false;
                }
            }
            while (Take(raw, ref at, ','));

            if (counts != (Added | Deleted) || !Take(raw, ref at, '}'))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Take(ReadOnlySpan<byte> raw, ref int at, char expected)
    {
        if ((uint)at >= (uint)raw.Length || raw[at] != expected)
        {
            return false;
        }

        at++;
        return true;
    }

    [MethodImpl(Jit.AtOnce)]
    private static bool TakeField(ReadOnlySpan<byte> raw, ref int at, ref int counts)
    {
        int start = at + 2;
        if (!TakeText(raw, ref at))
        {
            return false;
        }

        ReadOnlySpan<byte> name = raw.Slice(start, at - 2 - start);
        if (!Take(raw, ref at, ':'))
        {
            return false;
        }

        if (name.SequenceEqual("fileName"u8) || name.SequenceEqual("fileExtension"u8))
        {
            return TakeText(raw, ref at);
        }

        int count = name.SequenceEqual("linesAdded"u8) ? Added : name.SequenceEqual("linesDeleted"u8) ? Deleted : 0;
        counts |= count;
        return count != 0 && TakeNumber(raw, ref at);
    }

    // A JSON string within a CSV field: its quotes are doubled. One with an escape is not plain.
    [MethodImpl(Jit.AtOnce)]
    private static bool TakeText(ReadOnlySpan<byte> raw, ref int at)
    {
        if (!Take(raw, ref at, '"') || !Take(raw, ref at, '"'))
        {
            return false;
        }

        while ((uint)at < (uint)raw.Length && raw[at] >= ' ' && raw[at] != '"' && raw[at] != '\\')
        {
            at++;
        }

        return Take(raw, ref at, '"') && Take(raw, ref at, '"');
    }

    [MethodImpl(Jit.AtOnce)]
    private static bool TakeNumber(ReadOnlySpan<byte> raw, ref int at)
    {
        int start = at;
        while ((uint)at < (uint)raw.Length && raw[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - start == 1 || (at > start && at - start <= MaxDigits && raw[start] != '0');
    }
}
