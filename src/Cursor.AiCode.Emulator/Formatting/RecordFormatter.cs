using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Writes one kind of record as CSV and as JSON.</summary>
internal abstract class RecordFormatter(RecordSequence records)
{
    /// <summary>The records.</summary>
    public RecordSequence Records { get; } = records;

    /// <summary>Writes the CSV header line.</summary>
    public abstract void WriteHeader(Utf8Buffer buffer);

    /// <summary>Writes the cursor's record as a CSV line.</summary>
    public abstract void WriteRow(Utf8Buffer buffer, SelectionCursor cursor);

    /// <summary>Writes the cursor's record as a JSON object.</summary>
    public abstract void WriteObject(Utf8Buffer buffer, SelectionCursor cursor);

    /// <summary>Writes a page: the records from a position on, and the totals. A page past the end has no records.</summary>
    public void WritePage(Utf8Buffer buffer, Selection selection, long skip, int page, int pageSize, long totalCount)
    {
        var cursor = new SelectionCursor(selection, skip, pageSize);
        buffer.Append("{\"items\":["u8);
        for (bool isFirst = true; cursor.MoveNext(); isFirst = false)
        {
            buffer.Append(isFirst ? default : ","u8);
            WriteObject(buffer, cursor);
        }

        buffer.Append("],\"totalCount\":"u8);
        buffer.AppendNumber(totalCount);
        buffer.Append(",\"page\":"u8);
        buffer.AppendNumber(page);
        buffer.Append(",\"pageSize\":"u8);
        buffer.AppendNumber(pageSize);
        buffer.Append((byte)'}');
    }
}
