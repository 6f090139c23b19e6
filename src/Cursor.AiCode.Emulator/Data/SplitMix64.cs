namespace Cursor.AiCode.Emulator.Data;

/// <summary>The one hash that all data is drawn from. Integer arithmetic only, so that a seed gives the same company on every machine.</summary>
internal static class SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A well-spread 64-bit value for a seed and a position (the SplitMix64 finalizer).</summary>
    public static ulong Of(ulong seed, long position)
    {
        ulong z = seed + (unchecked((ulong)position + 1) * Golden);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Maps the upper half of a hash to 0..bound-1 without a division.</summary>
    public static int Below(ulong hash, int bound) => (int)(((hash >> 32) * (ulong)bound) >> 32);
}
