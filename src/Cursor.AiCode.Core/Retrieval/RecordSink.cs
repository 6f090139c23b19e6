using System;
using CsvHelper;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Converts responses of the API to batches of objects for a caller, or of rows for a file. Each record is parsed once, which
/// yields the record or row, its key and its times.
/// </summary>
internal abstract class RecordSink<TBatch>
    where TBatch : RecordBatch
{
    /// <summary>The kind of the records.</summary>
    public abstract AiCodeKind Kind { get; }

    /// <summary>The records as messages name them.</summary>
    public string Noun => Kind == AiCodeKind.Commit ? "commits" : "changes";

    /// <summary>
    /// Whether the first records are wanted as soon as possible. A JSON page contains them and the count, with one request.
    /// </summary>
    public abstract bool PrefersPages { get; }

    /// <summary>Parses a JSON page.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not a page of records.</exception>
    public abstract RecordPage<TBatch> ReadPage(ReadOnlySpan<byte> json);

    /// <summary>Reads the number of records in all pages, and in this one, from a JSON page.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not a page of records.</exception>
    public abstract (long TotalCount, int RecordCount) ReadCounts(ReadOnlySpan<byte> json);

    /// <summary>Prepares for a CSV response whose header was read.</summary>
    /// <param name="reader">The reader of the response.</param>
    /// <param name="newLine">The line break of the response.</param>
    /// <param name="rawHeader">The header as it was received, with its line break; null if it isn't available.</param>
    public abstract void BeginCsv(CsvReader reader, string newLine, byte[]? rawHeader);

    /// <summary>Creates an empty batch.</summary>
    public abstract TBatch NewBatch();

    /// <summary>Parses the row that the reader is positioned on, and adds it to a batch.</summary>
    /// <exception cref="CsvFormatException">The row is not a record.</exception>
    public abstract void AddRow(TBatch batch, CsvReader row);
}

/// <summary>One page of records.</summary>
/// <param name="Records">The records of the page.</param>
/// <param name="TotalCount">The number of records in all pages together.</param>
/// <param name="PageSize">The page size that the server used, which can be less than the requested one; null if it isn't reported.</param>
internal sealed record RecordPage<TBatch>(TBatch Records, long TotalCount, int? PageSize)
    where TBatch : RecordBatch;
