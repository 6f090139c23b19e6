using System;

namespace Cursor.AiCode.Transport;

/// <summary>
/// Keeps memory flat while millions of records pass. The runtime sizes its youngest generation by the processor's
/// cache: with a large one, far more dead records than live ones would pile up before it is swept. Here they are swept
/// once they weigh twice what the last collection left alive, so that a caller who keeps the records, of which a sweep only
/// makes copies, meets ever fewer of them. The records that are under way while it is swept would pile up in the next
/// generation, which is swept with it.
/// </summary>
internal sealed class EarlySweep
{
    private const long Megabyte = 1_000_000;

    private readonly long _fewestDead;
    private readonly long _mostDead;
    private readonly Func<long> _memory;
    private readonly Func<long> _alive;
    private readonly Action _sweep;
    private bool _hasLooked;
    private long _limit;

    /// <summary>A sweep for where memory has grown.</summary>
    /// <param name="fewestDead">The bytes that may be dead, however few are alive.</param>
    /// <param name="mostDead">The bytes that may be dead, however many are alive.</param>
    /// <param name="memory">The bytes of all objects, dead or alive.</param>
    /// <param name="alive">The bytes that the last collection left.</param>
    /// <param name="sweep">Sweeps the two young generations.</param>
    internal EarlySweep(long fewestDead, long mostDead, Func<long> memory, Func<long> alive, Action sweep)
    {
        _fewestDead = fewestDead;
        _mostDead = mostDead;
        _memory = memory;
        _alive = alive;
        _sweep = sweep;
    }

    /// <summary>For objects: each is some hundred bytes, which are soon dead or which the caller keeps.</summary>
    public static EarlySweep ForObjects() => After(10 * Megabyte, 64 * Megabyte);

    /// <summary>For the rows of a file: nobody keeps them, and all that stays is a byte or two for each.</summary>
    public static EarlySweep ForRows() => After(8 * Megabyte, 8 * Megabyte);

    /// <summary>
    /// Sweeps where enough may be dead, but not at the first look: the first sweep of a process goes through all that the
    /// host has made since its start, which takes some 10 ms, and most calls are for few records.
    /// </summary>
    public void Look()
    {
        if (!_hasLooked)
        {
            _hasLooked = true;
            return;
        }

        long memory = _memory();
        if (memory > _limit)
        {
            if (memory > Limit())
            {
                _sweep();
            }

            _limit = Limit();
        }
    }

    private long Limit()
    {
        long alive = _alive();
        return alive + Math.Min(Math.Max(2 * alive, _fewestDead), _mostDead);
    }

    private static EarlySweep After(long fewestDead, long mostDead) => new(
        fewestDead,
        mostDead,
        static () => GC.GetTotalMemory(forceFullCollection: false),
        LeftAlive,
        static () => GC.Collect(1, GCCollectionMode.Forced, blocking: true));

    private static long LeftAlive()
    {
#if NET
        GCMemoryInfo last = GC.GetGCMemoryInfo(GCKind.Any);
        return last.HeapSizeBytes - last.FragmentedBytes;
#else
        // .NET Framework does not tell, so it sweeps when it sees fit.
        return long.MaxValue / 2;
#endif
    }
}
