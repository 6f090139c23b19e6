using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Writes changes. The metadata is an array in JSON, and the same array as one quoted field in CSV.</summary>
internal sealed class ChangeFormatter(ChangeSequence records, byte[] newline) : RecordFormatter(records)
{
    public override void WriteHeader(Utf8Buffer buffer)
    {
        buffer.Append("change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json"u8);
        buffer.Append(newline);
    }

    public override void WriteRow(Utf8Buffer buffer, SelectionCursor cursor)
    {
        Change change = records.Read(cursor.Index, ref cursor.Hour);
        buffer.AppendNumber(change.Id);
        buffer.Append((byte)',');
        buffer.AppendField(change.Developer.Id.Csv);
        buffer.AppendField(change.Developer.Email.Csv);
        buffer.AppendField(change.IsComposer ? "COMPOSER"u8 : "TAB"u8);
        buffer.AppendField(change.Model is null ? default : change.Model.Csv);
        buffer.AppendFields(change.LinesAdded, change.LinesDeleted);
        buffer.AppendTime(change.CreatedAt);
        buffer.Append(",\""u8);
        WriteMetadata(buffer, change, isCsv: true);
        buffer.Append((byte)'"');
        buffer.Append(newline);
    }

    public override void WriteObject(Utf8Buffer buffer, SelectionCursor cursor)
    {
        Change change = records.Read(cursor.Index, ref cursor.Hour);
        buffer.Append("{\"changeId\":\""u8);
        buffer.AppendNumber(change.Id);
        buffer.Append("\",\"userId\":"u8);
        buffer.Append(change.Developer.Id.Json);
        buffer.Append(",\"userEmail\":"u8);
        buffer.Append(change.Developer.Email.Json);
        buffer.Append(change.IsComposer ? ",\"source\":\"COMPOSER\",\"model\":"u8 : ",\"source\":\"TAB\",\"model\":"u8);
        buffer.Append(change.Model is null ? "null"u8 : change.Model.Json);
        buffer.AppendMember(",\"totalLinesAdded\":"u8, change.LinesAdded);
        buffer.AppendMember(",\"totalLinesDeleted\":"u8, change.LinesDeleted);
        buffer.Append(",\"createdAt\":\""u8);
        buffer.AppendTime(change.CreatedAt);
        buffer.Append("\",\"metadata\":"u8);
        WriteMetadata(buffer, change, isCsv: false);
        buffer.Append((byte)'}');
    }

    // In CSV, the quotes of the JSON text are doubled.
    private static void WriteMetadata(Utf8Buffer buffer, in Change change, bool isCsv)
    {
        bool isPrivate = change.Developer.IsPrivate;
        buffer.Append((byte)'[');
        for (int i = 0; i < change.FileCount; i++)
        {
            FileEdit edit = change.Files[i];
            buffer.Append(i == 0 ? default : ","u8);
            buffer.Append(isCsv
                ? isPrivate ? edit.File.PrivateCsv : edit.File.Csv
                : isPrivate ? edit.File.PrivateJson : edit.File.Json);
            buffer.AppendNumber(edit.Added);
            buffer.Append(isCsv ? ",\"\"linesDeleted\"\":"u8 : ",\"linesDeleted\":"u8);
            buffer.AppendNumber(edit.Deleted);
            buffer.Append((byte)'}');
        }

        buffer.Append((byte)']');
    }
}
