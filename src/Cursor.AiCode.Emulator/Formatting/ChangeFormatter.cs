using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Changes. Their metadata is an array in JSON, and the same array as one quoted field in CSV.</summary>
internal sealed class ChangeFormatter(ChangeSequence records, byte[] newline) : RecordFormatter(records)
{
    /// <inheritdoc/>
    public override void WriteHeader(Utf8Buffer to)
    {
        to.Append("change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json"u8);
        to.Append(newline);
    }

    /// <inheritdoc/>
    public override void WriteRow(Utf8Buffer to, SelectionCursor at)
    {
        Change change = records.Read(at.Index, ref at.Hour);
        to.AppendNumber(change.Id);
        to.Append((byte)',');
        to.Field(change.Developer.Id.Csv);
        to.Field(change.Developer.Email.Csv);
        to.Field(change.IsComposer ? "COMPOSER"u8 : "TAB"u8);
        to.Field(change.Model is null ? default : change.Model.Csv);
        to.Pair(change.LinesAdded, change.LinesDeleted);
        to.AppendTime(change.CreatedAt);
        to.Append(",\"["u8);
        for (int i = 0; i < change.FileCount; i++)
        {
            FileEdit edit = change.Files[i];
            to.Append(i == 0 ? default : ","u8);
            to.Append(change.Developer.IsPrivate ? edit.File.PrivateCsv : edit.File.Csv);
            to.AppendNumber(edit.Added);
            to.Append(",\"\"linesDeleted\"\":"u8);
            to.AppendNumber(edit.Deleted);
            to.Append((byte)'}');
        }

        to.Append("]\""u8);
        to.Append(newline);
    }

    /// <inheritdoc/>
    public override void WriteObject(Utf8Buffer to, SelectionCursor at)
    {
        Change change = records.Read(at.Index, ref at.Hour);
        to.Append("{\"changeId\":\""u8);
        to.AppendNumber(change.Id);
        to.Append("\",\"userId\":"u8);
        to.Append(change.Developer.Id.Json);
        to.Append(",\"userEmail\":"u8);
        to.Append(change.Developer.Email.Json);
        to.Append(change.IsComposer ? ",\"source\":\"COMPOSER\",\"model\":"u8 : ",\"source\":\"TAB\",\"model\":"u8);
        to.Append(change.Model is null ? "null"u8 : change.Model.Json);
        to.Member(",\"totalLinesAdded\":"u8, change.LinesAdded);
        to.Member(",\"totalLinesDeleted\":"u8, change.LinesDeleted);
        to.Append(",\"createdAt\":\""u8);
        to.AppendTime(change.CreatedAt);
        to.Append("\",\"metadata\":["u8);
        for (int i = 0; i < change.FileCount; i++)
        {
            FileEdit edit = change.Files[i];
            to.Append(i == 0 ? default : ","u8);
            to.Append(change.Developer.IsPrivate ? edit.File.PrivateJson : edit.File.Json);
            to.AppendNumber(edit.Added);
            to.Append(",\"linesDeleted\":"u8);
            to.AppendNumber(edit.Deleted);
            to.Append((byte)'}');
        }

        to.Append("]}"u8);
    }
}
