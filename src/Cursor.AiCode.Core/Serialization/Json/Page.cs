using System.Collections.Generic;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>One page of records, as the API answers it.</summary>
/// <param name="Items">The records of the page; null where the answer has null in their place.</param>
/// <param name="TotalCount">The number of records in all pages together.</param>
/// <param name="PageSize">The page size that the server used, which need not be the one that was asked for; null where it does not say.</param>
internal sealed record Page<T>(List<Stamped<T>>? Items, long TotalCount, int? PageSize)
    where T : class;
