namespace Cursor.AiCode.Deduplication;

/// <summary>The key of a record, with its times.</summary>
/// <param name="Key">The key.</param>
/// <param name="CreatedAt">The <c>createdAt</c>, in UTC ticks.</param>
/// <param name="CommittedAt">The commit's own time, in UTC ticks; 0 if there is none.</param>
internal readonly record struct RecordIdentity(RecordKey Key, long CreatedAt, long CommittedAt);
