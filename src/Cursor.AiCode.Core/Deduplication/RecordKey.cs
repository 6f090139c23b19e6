using System;

namespace Cursor.AiCode.Deduplication;

/// <summary>
/// What makes a record one of its own, as a hash of 128 bits: for a commit its hash, branch, repository, user and
/// <c>createdAt</c>, for a change its id.
/// </summary>
internal readonly struct RecordKey : IEquatable<RecordKey>
{
    public RecordKey(ulong high, ulong low)
    {
        High = high;
        Low = low;
    }

    /// <summary>The first half.</summary>
    public ulong High { get; }

    /// <summary>The second half.</summary>
    public ulong Low { get; }

    /// <summary>Whether this is no record's key: no hash is 0, but for one in 2 to the power of 128.</summary>
    public bool IsNone => (High | Low) == 0;

    public bool Equals(RecordKey other) => High == other.High && Low == other.Low;

    public override bool Equals(object? obj) => obj is RecordKey other && Equals(other);

    // Every bit of a hash is as good as any other.
    public override int GetHashCode() => (int)Low;
}
