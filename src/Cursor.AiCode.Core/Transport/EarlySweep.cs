using System;

namespace Cursor.AiCode.Transport;

/// <summary>
/// Keeps memory flat while millions of records pass. The runtime sizes its youngest generation by the processor's
/// cache: with a large one, far more dead records than live ones would pile up before it is swept. The records that are
/// under way while it is swept would pile up in the next generation, which is swept with it. A sweep that finds hardly
/// anything alive takes well under a millisecond.
/// </summary>
internal sealed class EarlySweep
{
    private const int RecordsBetween = 8_192;
    private int _records;

    /// <summary>Notes records that passed, and sweeps where enough have.</summary>
    public void Passed(int records)
    {
        _records += records;
        if (_records >= RecordsBetween)
        {
            _records = 0;
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        }
    }
}
