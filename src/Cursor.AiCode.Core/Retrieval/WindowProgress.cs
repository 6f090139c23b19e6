using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Retrieval;

/// <summary>Tracks the records of one window and user: how many the API reports, and which were received.</summary>
internal sealed class WindowProgress
{
    private readonly AiCodeDateRange _window;
    private readonly ProgressTracker _tracker;
    private readonly DuplicateTracker _duplicates;
    private bool _isInvalid;
    private bool _isOneResponse;
    private bool _hadFullResponse;
    private int _batchCount;
    private long _receivedCount;
    private long _distinctBefore;

    public WindowProgress(AiCodeDateRange window, ProgressTracker tracker)
    {
        _window = window;
        _tracker = tracker;
        _duplicates = new DuplicateTracker(() => ExpectedCount);
    }

    /// <summary>The number of records that the API reports for the window.</summary>
    public long ExpectedCount { get; private set; }

    /// <summary>The number of distinct records that were received in this pass.</summary>
    public long PassCount => _duplicates.PassCount;

    /// <summary>Whether this pass returned as many records as the API reports, and is valid or confirmed by an earlier one.</summary>
    public bool PassIsComplete => PassCount == ExpectedCount && (!_isInvalid || RepeatsEarlierPasses);

    /// <summary>
    /// How many records the API counts that have the key of another one: this pass returned as many records as the API reports,
    /// and the same distinct ones as all earlier passes, in one of which a single response contained them. Pages alone prove
    /// nothing: they can overlap, and the duplicates then hide others that are missing.
    /// </summary>
    public long CountedDuplicates => (_hadFullResponse || IsFullResponse) && _receivedCount == ExpectedCount && RepeatsEarlierPasses ? ExpectedCount - PassCount : 0;

    /// <summary>Whether records of an earlier pass are missing from this one.</summary>
    public bool RecordsVanished => _duplicates.DistinctCount != PassCount;

    private bool IsFullResponse => (_isOneResponse || _batchCount == 1) && _receivedCount == ExpectedCount;

    private bool RepeatsEarlierPasses => PassCount == _distinctBefore && !RecordsVanished;

    /// <summary>Starts another pass through the window, from its first record.</summary>
    /// <param name="isOneResponse">Whether one response contains all batches. Otherwise each batch is a response.</param>
    public void BeginPass(bool isOneResponse)
    {
        _hadFullResponse |= IsFullResponse;
        _isInvalid = false;
        _isOneResponse = isOneResponse;
        _batchCount = 0;
        _receivedCount = 0;
        _distinctBefore = _duplicates.DistinctCount;
        _duplicates.BeginPass();
    }

    /// <summary>Makes this pass incomplete, unless it returns exactly the records of the passes before.</summary>
    public void InvalidatePass() => _isInvalid = true;

    /// <summary>Records how many records the API reports.</summary>
    public void Expect(long count)
    {
        _tracker.Expect(count - ExpectedCount);
        ExpectedCount = count;
    }

    /// <summary>Removes the records that were received before, so that each is returned once.</summary>
    public void RemoveDuplicates(RecordBatch batch)
    {
        var duplicates = new List<int>();
        _batchCount++;
        _receivedCount += batch.Count;
        for (int i = 0; i < batch.Count; i++)
        {
            RecordIdentity identity = batch.GetIdentity(i);
            if (_duplicates.Track(identity.Key) != DuplicateStatus.New || !_tracker.IsNew(identity, _window))
            {
                duplicates.Add(i);
            }
        }

        if (duplicates.Count > 0)
        {
            batch.Remove(duplicates);
        }

        _tracker.Progress(batch.Count);
    }
}
