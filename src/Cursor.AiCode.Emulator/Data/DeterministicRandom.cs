namespace Cursor.AiCode.Emulator.Data;

/// <summary>A sequence of values that depends on a seed and a record's index and on nothing else.</summary>
internal struct DeterministicRandom(ulong seed, long index)
{
    private readonly ulong _key = SplitMix64.Of(seed, index);
    private long _step;

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => SplitMix64.Of(_key, _step++);

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Below(int bound) => SplitMix64.Below(Next(), bound);

    /// <summary>True in <paramref name="percent"/> of 100 draws.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>A number below <paramref name="bound"/> that is small most of the time, as line counts are.</summary>
    public int Skewed(int bound)
    {
        long r = Below(1 << 16);
        return (int)((r * r / (1 << 16) * r / (1 << 16) * bound) >> 16);
    }
}
