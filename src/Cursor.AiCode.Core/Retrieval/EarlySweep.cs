using System;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Keeps memory flat while millions of records pass. The runtime sizes its youngest generation by the processor's
/// cache: with a large one, far more dead records than live ones would pile up before it is swept. The records that are
/// under way while it is swept would pile up in the next generation, which is swept with it. A sweep that finds hardly
/// anything alive takes well under a millisecond; where the caller keeps what it gets, so that a sweep only copies it,
/// the next one comes later.
/// </summary>
internal sealed class EarlySweep
{
    private const int PatienceWhereKept = 8;
    private const int MaxPatience = 1024;
    private static readonly SweepHabit HabitOfObjects = new();

    private readonly int _recordsBetween;
    private readonly Func<long> _memory;
    private readonly Action _sweep;
    private readonly SweepHabit _habit;
    private long _alive;
    private int _patience;
    private int _records;
    private bool _swept;

    /// <summary>A sweep after so many records.</summary>
    /// <param name="recordsBetween">The records between two sweeps, where they are not kept.</param>
    /// <param name="memory">The bytes of all objects, dead or alive.</param>
    /// <param name="sweep">Sweeps the two young generations.</param>
    /// <param name="habit">What was found where such records passed before.</param>
    internal EarlySweep(int recordsBetween, Func<long> memory, Action sweep, SweepHabit habit)
    {
        _recordsBetween = recordsBetween;
        _memory = memory;
        _sweep = sweep;
        _habit = habit;
        _patience = habit.Begin();
        _alive = memory();
    }

    /// <summary>For objects: each is some hundred bytes that are soon dead.</summary>
    public static EarlySweep ForObjects() => After(8_192, HabitOfObjects);

    /// <summary>For the rows of a file, of which nothing stays but a byte or two for each.</summary>
    public static EarlySweep ForRows() => After(524_288, new SweepHabit());

    /// <summary>
    /// Notes a wait for more records than have passed. The first sweep goes through all that the host has made since its
    /// start, which takes some 10 ms: while an answer is on its way, nobody waits for it. Where records are kept, it would
    /// go through those of the call before.
    /// </summary>
    public void Waiting()
    {
        if (_records > 0 && !_swept && _patience == 1)
        {
            Sweep();
            _alive = _memory();
        }
    }

    /// <summary>Notes records that passed, and sweeps where enough have.</summary>
    public void Passed(int records)
    {
        _records += records;
        if (_records >= _recordsBetween * _patience)
        {
            SweepAndLearn();
        }
    }

    private static EarlySweep After(int records, SweepHabit habit) => new(
        records,
        static () => GC.GetTotalMemory(forceFullCollection: false),
        static () => GC.Collect(1, GCCollectionMode.Forced, blocking: true),
        habit);

    private void Sweep()
    {
        _swept = true;
        _records = 0;
        _sweep();
    }

    // Few records tell nothing: what is made once, for all of them, is kept as well.
    private void SweepAndLearn()
    {
        long before = _memory();
        Sweep();
        long after = _memory();
        bool mostIsKept = after - _alive > (before - _alive) / 2;
        _patience = mostIsKept ? Math.Min(Math.Max(_patience * 2, PatienceWhereKept), MaxPatience) : 1;
        _habit.Note(Math.Min(_patience, PatienceWhereKept));
        _alive = after;
    }
}
