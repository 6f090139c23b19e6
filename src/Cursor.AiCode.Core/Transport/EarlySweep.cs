using System;

namespace Cursor.AiCode.Transport;

/// <summary>
/// Keeps memory flat while millions of records pass. The runtime sizes its youngest generation by the processor's
/// cache: with a large one, far more dead records than live ones would pile up before it is swept. The records that are
/// under way while it is swept would pile up in the next generation, which is swept with it. A sweep that finds hardly
/// anything alive takes well under a millisecond; where the caller keeps what it gets, so that a sweep only copies it,
/// the next one comes later.
/// </summary>
internal sealed class EarlySweep
{
    private const int MostPatience = 1024;
    private readonly int _recordsBetween;
    private long _alive = GC.GetTotalMemory(forceFullCollection: false);
    private int _patience = 1;
    private int _records;

    private EarlySweep(int recordsBetween) => _recordsBetween = recordsBetween;

    /// <summary>For objects: each is some hundred bytes that are soon dead.</summary>
    public static EarlySweep ForObjects() => new(8_192);

    /// <summary>For the rows of a file, of which nothing stays but a byte or two for each.</summary>
    public static EarlySweep ForRows() => new(524_288);

    /// <summary>Notes records that passed, and sweeps where enough have.</summary>
    public void Passed(int records)
    {
        _records += records;
        if (_records >= _recordsBetween * _patience)
        {
            _records = 0;
            Sweep();
        }
    }

    private void Sweep()
    {
        long before = GC.GetTotalMemory(forceFullCollection: false);
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        long after = GC.GetTotalMemory(forceFullCollection: false);
        bool mostIsKept = after - _alive > (before - _alive) / 2;
        _patience = mostIsKept ? Math.Min(_patience * 2, MostPatience) : 1;
        _alive = after;
    }
}
