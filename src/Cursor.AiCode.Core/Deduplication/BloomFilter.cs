using System;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Deduplication;

/// <summary>
/// A Bloom filter: tells of a key whether it was surely never added, in 2 to 4 bytes for each key that was. Of those that
/// were never added, one in a thousand is not told apart.
/// </summary>
internal sealed class BloomFilter
{
    /// <summary>The most keys for which it is worth its memory, which is 2 MB then.</summary>
    public const int MaxKeys = 1_000_000;

    private const int BitsForKey = 16;
    private const int Probes = 6;
    private const int MinBits = 1 << 10;
    private const int BitsOfWord = 64;

    private readonly ulong[] _words;
    private readonly int _mask;

    /// <summary>A filter for so many keys.</summary>
    public BloomFilter(long expected)
    {
        int bits = MinBits;
        while (bits < Math.Min(expected, MaxKeys) * BitsForKey)
        {
            bits *= 2;
        }

        _words = new ulong[bits / BitsOfWord];
        _mask = bits - 1;
    }

    /// <summary>Adds a key.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void Add(in RecordKey key)
    {
        for (int probe = 0; probe < Probes; probe++)
        {
            int bit = BitOf(key, probe);
            _words[bit / BitsOfWord] |= 1UL << (bit % BitsOfWord);
        }
    }

    /// <summary>Whether the key may have been added; where it was, always.</summary>
    public bool MayHold(in RecordKey key)
    {
        for (int probe = 0; probe < Probes; probe++)
        {
            int bit = BitOf(key, probe);
            if ((_words[bit / BitsOfWord] & (1UL << (bit % BitsOfWord))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // A key is a hash: its halves make as many others as are needed.
    private int BitOf(in RecordKey key, int probe) => (int)unchecked(key.High + ((ulong)probe * (key.Low | 1))) & _mask;
}
