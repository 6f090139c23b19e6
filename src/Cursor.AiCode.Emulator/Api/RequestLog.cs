using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>The last requests, for tests and demonstrations.</summary>
internal sealed class RequestLog
{
    // A server that runs for a year keeps its memory.
    private const int Capacity = 10_000;

    private readonly ConcurrentQueue<RequestRecord> _records = new();

    /// <summary>Adds a request.</summary>
    public void Add(RequestRecord record)
    {
        _records.Enqueue(record);
        while (_records.Count > Capacity)
        {
            _records.TryDequeue(out _);
        }
    }

    /// <summary>What it holds now, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Snapshot() => _records.ToArray();

    /// <summary>Forgets all.</summary>
    public void Clear() => _records.Clear();
}
