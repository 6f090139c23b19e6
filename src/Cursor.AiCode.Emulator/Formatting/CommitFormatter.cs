using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Writes commits, in the shape that the options select.</summary>
internal sealed class CommitFormatter(CommitSequence records, ApiShape shape, byte[] newline) : RecordFormatter(records)
{
    private static readonly byte[][] Sources = ["ide"u8.ToArray(), "cli"u8.ToArray(), "cloud"u8.ToArray()];

    public override void WriteHeader(Utf8Buffer buffer)
    {
        buffer.Append(shape == ApiShape.NewerSample ? "commit_hash,commit_source,"u8 : "commit_hash,"u8);
        buffer.Append("user_id,user_email,repo_name,branch_name,is_primary_branch,"u8);
        buffer.Append(shape == ApiShape.Newer ? "commit_source,"u8 : ""u8);
        buffer.Append("total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,"u8);
        buffer.Append("composer_lines_added,composer_lines_deleted,non_ai_lines_added,non_ai_lines_deleted,"u8);
        buffer.Append("message,commit_ts,created_at"u8);
        buffer.Append(newline);
    }

    public override void WriteRow(Utf8Buffer buffer, SelectionCursor cursor)
    {
        Commit commit = records.Read(cursor.Index, ref cursor.Hour);
        WriteHash(buffer, commit);
        buffer.Append((byte)',');
        WriteSource(buffer, commit, ApiShape.NewerSample);
        buffer.AppendField(commit.Developer.Id.Csv);
        buffer.AppendField(commit.Developer.Email.Csv);
        buffer.AppendField(commit.Repo is null ? default : commit.Repo.Csv);
        buffer.AppendField(commit.Branch is null ? default : commit.Branch.Csv);
        buffer.AppendField(commit.IsPrimary switch
        {
            PrimaryBranch.Yes => "true"u8,
            PrimaryBranch.No => "false"u8,
            _ => default,
        });
        WriteSource(buffer, commit, ApiShape.Newer);
        buffer.AppendFields(commit.Added.Total, commit.Deleted.Total);
        buffer.AppendFields(commit.Added.Tab, commit.Deleted.Tab);
        buffer.AppendFields(commit.Added.Composer, commit.Deleted.Composer);
        if (commit.HasNonAi)
        {
            buffer.AppendFields(commit.Added.NonAi, commit.Deleted.NonAi);
        }
        else
        {
            buffer.Append(",,"u8);
        }

        buffer.AppendField(commit.Message is null ? default : commit.Message.QuotedCsv);
        if (commit.CommitTime is long commitTime)
        {
            buffer.AppendTime(commitTime);
        }

        buffer.Append((byte)',');
        buffer.AppendTime(commit.CreatedAt);
        buffer.Append(newline);
    }

    public override void WriteObject(Utf8Buffer buffer, SelectionCursor cursor)
    {
        Commit commit = records.Read(cursor.Index, ref cursor.Hour);
        buffer.Append("{\"commitHash\":\""u8);
        WriteHash(buffer, commit);
        buffer.Append("\",\"userId\":"u8);
        buffer.Append(commit.Developer.Id.Json);
        buffer.Append(",\"userEmail\":"u8);
        buffer.Append(commit.Developer.Email.Json);
        buffer.Append(",\"repoName\":"u8);
        buffer.Append(commit.Repo is null ? "null"u8 : commit.Repo.Json);
        buffer.Append(",\"branchName\":"u8);
        buffer.Append(commit.Branch is null ? "null"u8 : commit.Branch.Json);
        buffer.Append(commit.IsPrimary switch
        {
            PrimaryBranch.Yes => ",\"isPrimaryBranch\":true"u8,
            PrimaryBranch.No => ",\"isPrimaryBranch\":false"u8,
            PrimaryBranch.Null => ",\"isPrimaryBranch\":null"u8,
            _ => default,
        });
        if (shape != ApiShape.Older)
        {
            buffer.Append(",\"commitSource\":\""u8);
            buffer.Append(Sources[(int)commit.Source]);
            buffer.Append((byte)'"');
        }

        buffer.AppendMember(",\"totalLinesAdded\":"u8, commit.Added.Total);
        buffer.AppendMember(",\"totalLinesDeleted\":"u8, commit.Deleted.Total);
        buffer.AppendMember(",\"tabLinesAdded\":"u8, commit.Added.Tab);
        buffer.AppendMember(",\"tabLinesDeleted\":"u8, commit.Deleted.Tab);
        buffer.AppendMember(",\"composerLinesAdded\":"u8, commit.Added.Composer);
        buffer.AppendMember(",\"composerLinesDeleted\":"u8, commit.Deleted.Composer);
        buffer.AppendMember(",\"nonAiLinesAdded\":"u8, commit.HasNonAi ? commit.Added.NonAi : null);
        buffer.AppendMember(",\"nonAiLinesDeleted\":"u8, commit.HasNonAi ? commit.Deleted.NonAi : null);
        buffer.Append(",\"message\":"u8);
        buffer.Append(commit.Message is null ? "null"u8 : commit.Message.Json);
        buffer.Append(",\"commitTs\":"u8);
        buffer.AppendJsonTime(commit.CommitTime);
        buffer.Append(",\"createdAt\":"u8);
        buffer.AppendJsonTime(commit.CreatedAt);
        buffer.Append((byte)'}');
    }

    private static void WriteHash(Utf8Buffer buffer, in Commit commit)
    {
        buffer.AppendHex(commit.Hash1, 16);
        buffer.AppendHex(commit.Hash2, 16);
        buffer.AppendHex(commit.Hash3, 8);
    }

    private void WriteSource(Utf8Buffer buffer, in Commit commit, ApiShape shapeWithColumn)
    {
        if (shape == shapeWithColumn)
        {
            buffer.AppendField(Sources[(int)commit.Source]);
        }
    }
}
