using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads pages of records.</summary>
internal static class PageReader
{
    internal static readonly PropertyNames Names = new("items", "totalCount", "pageSize?");

    private enum Property
    {
        Items,
        TotalCount,
        PageSize,
    }

    /// <summary>The page that a text is; null where it is <c>null</c>.</summary>
    /// <exception cref="JsonException">It is none; the exception says where.</exception>
    public static Page<T>? Read<T>(ReadOnlySpan<byte> json, ReadJson<Stamped<T>> readItem)
        where T : class
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            _ = reader.Read();
            Page<T>? page = reader.TokenType == JsonTokenType.Null ? null : Read(ref reader, readItem);
            _ = reader.Read();
            return page;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw JsonErrorLocator.Explain(json, reader.TokenStartIndex, e);
        }
    }

    private static Page<T> Read<T>(ref Utf8JsonReader reader, ReadJson<Stamped<T>> readItem)
        where T : class
    {
        List<Stamped<T>>? items = null;
        long totalCount = 0;
        int? pageSize = null;
        var page = new JsonPropertyReader(ref reader, Names);
        while (page.Next(ref reader))
        {
            switch ((Property)page.Property)
            {
                case Property.Items:
                    items = JsonValueReader.ReadList(ref reader, readItem);
                    break;
                case Property.TotalCount:
                    totalCount = JsonValueReader.ReadTotal(ref reader);
                    break;
                case Property.PageSize:
                    pageSize = JsonValueReader.ReadOptionalCount(ref reader);
                    break;
            }
        }

        return new Page<T>(items, totalCount, pageSize);
    }
}
