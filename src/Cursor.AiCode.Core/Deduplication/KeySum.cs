namespace Cursor.AiCode.Deduplication;

/// <summary>A count of records and a sum over their keys, which does not depend on their order.</summary>
internal readonly record struct KeySum(long Count, ulong High, ulong Low)
{
    /// <summary>The sum with a record more.</summary>
    public KeySum Add(in RecordKey key) => new(Count + 1, unchecked(High + key.High), unchecked(Low + key.Low));

    /// <summary>The sum with the records of another.</summary>
    public KeySum Add(in KeySum other) => new(Count + other.Count, unchecked(High + other.High), unchecked(Low + other.Low));
}
