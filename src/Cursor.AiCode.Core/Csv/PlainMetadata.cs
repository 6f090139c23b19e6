using System;
using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Csv;

/// <summary>
/// Knows the metadata of a change in the form in which the API sends it: compact, without escapes. Most of an export's
/// work is checking it, and this takes a fraction of what taking the quotes away and reading it as JSON takes.
/// </summary>
internal static class PlainMetadata
{
    /// <summary>Whether the field, as it stands in the file, is such metadata; where it is not, it can still be JSON.</summary>
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

            do
            {
                if (!TakeText(raw, ref at) || !Take(raw, ref at, ':') || !TakeValue(raw, ref at))
                {
                    return false;
                }
            }
            while (Take(raw, ref at, ','));

            if (!Take(raw, ref at, '}'))
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakeValue(ReadOnlySpan<byte> raw, ref int at) =>
        (uint)at < (uint)raw.Length && raw[at] == '"' ? TakeText(raw, ref at) : TakeNumber(raw, ref at);

    [MethodImpl(Jit.AtOnce)]
    private static bool TakeNumber(ReadOnlySpan<byte> raw, ref int at)
    {
        int start = at;
        while ((uint)at < (uint)raw.Length && raw[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - start == 1 || (at > start && raw[start] != '0');
    }
}
