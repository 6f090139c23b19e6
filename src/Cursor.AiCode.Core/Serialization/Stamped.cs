using System;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// A record with its times in UTC, as the API gave them: what it hands out is local time, of which one hour a year can't
/// be turned back, in some time zones not even by .NET.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="CreatedAt">When the service took it in.</param>
/// <param name="CommittedAt">The commit's own time; null where there is none.</param>
internal readonly record struct Stamped<T>(T Record, DateTime CreatedAt, DateTime? CommittedAt)
    where T : class;
