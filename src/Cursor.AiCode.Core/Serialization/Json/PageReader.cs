using System;
using System.Collections.Generic;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads pages of records.</summary>
internal static class PageReader
{
    private const string Items = "items";
    private const string TotalCount = "totalCount";
    private const string PageSize = "pageSize";

    /// <summary>The names of a page's properties.</summary>
    internal static readonly JsonPropertyNames Names = new(Items, TotalCount, PageSize);

    /// <summary>Reads a page.</summary>
    /// <param name="json">The page as UTF-8, without a byte order mark.</param>
    /// <param name="readItem">Reads one of the page's records.</param>
    /// <exception cref="JsonException">
    /// The text isn't a page. The message and <see cref="JsonException.Path"/> hold positions and the API's own property
    /// names, never a value.
    /// </exception>
    public static Page<T> Read<T>(ReadOnlySpan<byte> json, ReadJson<ParsedRecord<T>> readItem)
        where T : class
    {
        json = LoneSurrogates.Replace(json);
        try
        {
            var reader = new JsonObjectReader(json);
            Page<T> page = ReadPage(ref reader, json, readItem);
            reader.ReadEnd();
            return json.IsUtf8() ? page : throw JsonErrorLocator.FindInvalidUtf8(json);
        }
        catch (JsonException e)
        {
            throw JsonErrorLocator.Locate(json, e);
        }
        catch (InvalidOperationException)
        {
            // The reader's exception for an escaped string that isn't UTF-8.
            throw JsonErrorLocator.Locate(json, JsonErrorLocator.FindInvalidUtf8(json));
        }
    }

    private static Page<T> ReadPage<T>(ref JsonObjectReader reader, ReadOnlySpan<byte> json, ReadJson<ParsedRecord<T>> readItem)
        where T : class
    {
        List<ParsedRecord<T>>? items = null;
        long? totalCount = null;
        int? pageSize = null;
        int start = reader.StartObject();
        for (int index = -1; reader.MoveToProperty(Names, ref index);)
        {
            switch (Names[index])
            {
                case Items:
                    items = ReadItems(ref reader, json, readItem);
                    break;
                case TotalCount:
                    totalCount = reader.ReadValue(TotalCount).ToRecordCount();
                    break;
                default:
                    pageSize = reader.ReadValue(PageSize).ToOptionalLineCount();
                    break;
            }
        }

        return new Page<T>(
            items ?? throw new JsonDataException(start, Items),
            totalCount ?? throw new JsonDataException(start, TotalCount),
            pageSize);
    }

    private static List<ParsedRecord<T>> ReadItems<T>(ref JsonObjectReader reader, ReadOnlySpan<byte> json, ReadJson<ParsedRecord<T>> readItem)
        where T : class
    {
        int start = 0, end = 0;
        List<ParsedRecord<T>> items = reader.ReadArray((ref JsonObjectReader item) =>
        {
            int itemStart = item.Position - 1;
            ParsedRecord<T> record = readItem(ref item);
            if (item.Position - itemStart > end - start)
            {
                (start, end) = (itemStart, item.Position);
            }

            return record;
        });

        // The largest record is sufficient. Most pages are smaller than the maximum size of a record.
        return RecordSize.IsExceededBy(json.Slice(start, end - start)) ? throw new JsonDataException(start) { IsTooLarge = true } : items;
    }
}
