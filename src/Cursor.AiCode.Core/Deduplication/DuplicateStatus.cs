namespace Cursor.AiCode.Deduplication;

/// <summary>Says whether a record was seen before.</summary>
internal enum DuplicateStatus
{
    /// <summary>The record was not seen before.</summary>
    New,

    /// <summary>The record was seen in an earlier pass, and for the first time in this one.</summary>
    Replayed,

    /// <summary>The record was already seen in this pass.</summary>
    Duplicate,
}
