using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>One page of records, as the API answers it.</summary>
internal sealed class Page<T>
{
    /// <summary>The records of the page.</summary>
    [JsonRequired, JsonPropertyName("items")]
    public List<T?>? Items { get; set; }

    /// <summary>The number of records in all pages together.</summary>
    [JsonRequired, JsonPropertyName("totalCount")]
    public long TotalCount { get; set; }

    /// <summary>The page size that the server used, which need not be the one that was asked for; null where it does not say.</summary>
    [JsonPropertyName("pageSize")]
    public int? PageSize { get; set; }
}
