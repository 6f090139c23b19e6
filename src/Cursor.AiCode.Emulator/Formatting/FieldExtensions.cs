using System;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>The pieces that records are written with.</summary>
internal static class FieldExtensions
{
    /// <summary>A CSV field and its comma.</summary>
    public static void Field(this Utf8Buffer to, ReadOnlySpan<byte> text)
    {
        to.Append(text);
        to.Append((byte)',');
    }

    /// <summary>Two CSV numbers and their commas.</summary>
    public static void Pair(this Utf8Buffer to, int added, int deleted)
    {
        to.AppendNumber(added);
        to.Append((byte)',');
        to.AppendNumber(deleted);
        to.Append((byte)',');
    }

    /// <summary>A JSON member that is a number or null; <paramref name="name"/> with its punctuation.</summary>
    public static void Member(this Utf8Buffer to, ReadOnlySpan<byte> name, int? value)
    {
        to.Append(name);
        if (value is int number)
        {
            to.AppendNumber(number);
        }
        else
        {
            to.Append("null"u8);
        }
    }

    /// <summary>A JSON time or null.</summary>
    public static void JsonTime(this Utf8Buffer to, long? unixMilliseconds)
    {
        if (unixMilliseconds is not long known)
        {
            to.Append("null"u8);
            return;
        }

        to.Append((byte)'"');
        to.AppendTime(known);
        to.Append((byte)'"');
    }
}
