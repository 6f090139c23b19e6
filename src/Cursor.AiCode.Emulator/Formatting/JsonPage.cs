using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Writes a page of records with its totals.</summary>
internal static class JsonPage
{
    /// <summary>Writes records from a place on. A place past the end gives a page without records.</summary>
    public static void Write(Utf8Buffer to, RecordFormatter formatter, Selection selection, long skip, int page, int pageSize, long totalCount)
    {
        var cursor = new SelectionCursor(selection, skip, pageSize);
        to.Append("{\"items\":["u8);
        for (bool first = true; cursor.MoveNext(); first = false)
        {
            to.Append(first ? default : ","u8);
            formatter.WriteObject(to, cursor);
        }

        to.Append("],\"totalCount\":"u8);
        to.AppendNumber(totalCount);
        to.Append(",\"page\":"u8);
        to.AppendNumber(page);
        to.Append(",\"pageSize\":"u8);
        to.AppendNumber(pageSize);
        to.Append((byte)'}');
    }
}
