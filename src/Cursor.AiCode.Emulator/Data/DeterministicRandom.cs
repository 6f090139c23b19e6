namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Generates values that depend only on a seed and a position, so that a record can be generated without the
/// records before it. Integer arithmetic only: the values are the same on every machine.
/// </summary>
internal struct DeterministicRandom(ulong seed, long position)
{
    private readonly ulong _key = SplitMix64.Hash(seed, position);
    private long _step;

    /// <summary>Returns the next 64 bits.</summary>
    public ulong Next() => SplitMix64.Hash(_key, _step++);

    /// <summary>Returns a number from 0 to <paramref name="bound"/>, exclusive.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>Returns true with a probability of <paramref name="percent"/> in 100.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>Returns a number from 0 to <paramref name="bound"/>, exclusive; small numbers are much more likely.</summary>
    public int Skewed(int bound)
    {
        long r = Below(1 << 16);
        return (int)((r * r / (1 << 16) * r / (1 << 16) * bound) >> 16);
    }

    /// <summary>Returns one of the items.</summary>
    public T Pick<T>(T[] items) => items[Below(items.Length)];
}

/// <summary>The hash that all generated data is derived from.</summary>
internal static class SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Returns a well-distributed 64-bit value for a seed and a position.</summary>
    public static ulong Hash(ulong seed, long position)
    {
        ulong z = seed + (unchecked((ulong)position + 1) * Golden);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
