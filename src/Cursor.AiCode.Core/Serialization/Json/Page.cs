using System.Collections.Generic;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>A page of records.</summary>
/// <param name="Items">The records of the page.</param>
/// <param name="TotalCount">The number of records on all pages.</param>
/// <param name="PageSize">The page size that the service used, which can be less than requested, or <see langword="null"/> if the service doesn't report it.</param>
internal sealed record Page<T>(List<ParsedRecord<T>> Items, long TotalCount, int? PageSize)
    where T : class;
