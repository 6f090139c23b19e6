using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator;

/// <summary>A request that the server received. It is logged before the client receives the response headers.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without the query.</param>
/// <param name="Query">The query as received, with its question mark, or an empty string.</param>
/// <param name="Key">The kind of the key; never the key itself.</param>
/// <param name="Status">The response status; 0 if the connection ended without a response.</param>
/// <param name="Time">The time of the request by the server's clock; UTC.</param>
/// <param name="Fault">The fault that was played on the request, or null.</param>
public sealed record RequestRecord(
    string Method, string Path, string Query, KeyKind Key, int Status, DateTimeOffset Time, string? Fault);

/// <summary>The latest requests.</summary>
internal sealed class RequestLog
{
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

    /// <summary>Returns a copy of the log, oldest request first.</summary>
    public IReadOnlyList<RequestRecord> Snapshot() => _records.ToArray();

    /// <summary>Removes all requests.</summary>
    public void Clear() => _records.Clear();
}
