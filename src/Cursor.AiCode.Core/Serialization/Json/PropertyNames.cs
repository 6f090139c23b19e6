using System;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>The names of an object's known properties.</summary>
internal sealed class PropertyNames
{
    private const char MayBeMissing = '?';
    private readonly byte[][] _names;

    /// <summary>The names, in the order in which they come as a rule; those that end with <c>?</c> may be missing.</summary>
    public PropertyNames(params string[] names)
    {
        _names = new byte[names.Length][];
        for (int i = 0; i < names.Length; i++)
        {
            _names[i] = Encoding.UTF8.GetBytes(names[i].TrimEnd(MayBeMissing));
            Required |= names[i][names[i].Length - 1] == MayBeMissing ? 0 : BitOf(i);
        }
    }

    /// <summary>The bits of those that must be there.</summary>
    public int Required { get; }

    /// <summary>The bit of the name at <paramref name="index"/>.</summary>
    public static int BitOf(int index) => 1 << index;

    /// <summary>The name at <paramref name="index"/>.</summary>
    public string TextOf(int index) => new ReadOnlySpan<byte>(_names[index]).ToText();

    /// <summary>The index of the name that the reader stands on, looked for first at <paramref name="expected"/>; -1 where it is unknown.</summary>
    public int IndexOf(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _names.Length && reader.ValueTextEquals(_names[expected]))
        {
            return expected;
        }

        for (int i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
