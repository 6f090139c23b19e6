using System;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// The maximum size of a record. It is the same for JSON pages, CSV responses, objects from the pipeline, and files that
/// are read back: what one of them accepts, all do.
/// </summary>
internal static class RecordSize
{
    /// <summary>The maximum size of a record as a CSV row, in bytes. A change with 150,000 files is smaller.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int MaxQuotedLength = 64;

    /// <summary>Whether a record is too large.</summary>
    /// <param name="json">The record as JSON.</param>
    public static bool IsExceededBy(ReadOnlySpan<byte> json)
    {
        if (json.Length <= MaxBytes / 2)
        {
            return false;
        }

        // CSV doubles quotation marks.
        long length = json.Length;
        for (int next; (next = json.IndexOf((byte)'"')) >= 0; json = json.Slice(next + 1))
        {
            length++;
        }

        return length > MaxBytes;
    }

    /// <summary>Returns the description of the error, and the way past it.</summary>
    /// <param name="id">The commit hash or change ID, if it is known.</param>
    /// <param name="createdAt">The time at which the record was ingested, if it is known.</param>
    public static string Describe(string? id, string? createdAt)
    {
        string name = IsShort(id) ? $"The record with the ID {id} " : "It ";
        string time = IsShort(createdAt) ? $" It was ingested at {createdAt}." : "";
        return $"{name}is larger than {MaxBytes / (1024 * 1024)} MB, the maximum size of a record.{time} To get the other records, specify date ranges that don't include it.";
    }

    private static bool IsShort(string? text) => text is { Length: > 0 and <= MaxQuotedLength };
}
