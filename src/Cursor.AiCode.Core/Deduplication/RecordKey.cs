using System;

namespace Cursor.AiCode.Deduplication;

/// <summary>
/// Identifies a record by a 128-bit hash: of hash, branch, repository, user ID (or else e-mail address) and
/// <c>createdAt</c> for a commit, of the ID for a change.
/// </summary>
internal readonly struct RecordKey : IEquatable<RecordKey>
{
    public RecordKey(ulong high, ulong low)
    {
        High = high;
        Low = low;
    }

    /// <summary>The upper 64 bits.</summary>
    public ulong High { get; }

    /// <summary>The lower 64 bits.</summary>
    public ulong Low { get; }

    public bool Equals(RecordKey other) => High == other.High && Low == other.Low;

    public override bool Equals(object? obj) => obj is RecordKey other && Equals(other);

    // The key is a hash, so any of its bits are as good as others.
    public override int GetHashCode() => (int)Low;
}
