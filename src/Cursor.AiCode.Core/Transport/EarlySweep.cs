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
    private const long MostDead = 64 * Megabyte;

    private readonly long _fewestDead;
    private readonly Func<long> _memory;
    private readonly Func<long> _alive;
    private readonly Action _sweep;

    /// <summary>A sweep for where memory has grown.</summary>
    /// <param name="fewestDead">The bytes that may be dead, however few are alive.</param>
    /// <param name="memory">The bytes of all objects, dead or alive.</param>
    /// <param name="alive">The bytes that the last collection left.</param>
    /// <param name="sweep">Sweeps the two young generations.</param>
    internal EarlySweep(long fewestDead, Func<long> memory, Func<long> alive, Action sweep)
    {
        _fewestDead = fewestDead;
        _memory = memory;
        _alive = alive;
        _sweep = sweep;
    }

    /// <summary>For objects: each is some hundred bytes that are soon dead.</summary>
    public static EarlySweep ForObjects() => After(10 * Megabyte);

    /// <summary>
    /// For the rows of a file, of which nothing stays but a byte or two for each: most exports end before the first sweep,
    /// which would take memory to copy what the host has made.
    /// </summary>
    public static EarlySweep ForRows() => After(16 * Megabyte);

    /// <summary>
    /// Sweeps where enough may be dead. The first sweep of a process goes through all that the host has made since its
    /// start, which takes some 10 ms.
    /// </summary>
    public void Look()
    {
        long alive = _alive();
        if (_memory() - alive > Math.Min(Math.Max(2 * alive, _fewestDead), MostDead))
        {
            _sweep();
        }
    }

    private static EarlySweep After(long fewestDead) => new(
        fewestDead,
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
