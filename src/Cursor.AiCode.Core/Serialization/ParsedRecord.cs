using System;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// A record with its times in UTC, as they were received. The record itself has local times, of which one hour a year
/// can't be converted back, in some time zones not even by .NET.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="CreatedAt">The <c>createdAt</c>, in UTC.</param>
/// <param name="CommittedAt">The commit's own time, in UTC; null if there is none.</param>
internal readonly record struct ParsedRecord<T>(T Record, DateTime CreatedAt, DateTime? CommittedAt)
    where T : class;
