using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Commits in the older or the newer shape.</summary>
internal sealed class CommitFormatter(CommitSequence records, ApiShape shape, byte[] newline) : RecordFormatter(records)
{
    private static readonly byte[][] Sources = ["ide"u8.ToArray(), "cli"u8.ToArray(), "cloud"u8.ToArray()];

    /// <inheritdoc/>
    public override void WriteHeader(Utf8Buffer to)
    {
        to.Append(shape == ApiShape.NewerSample ? "commit_hash,commit_source,"u8 : "commit_hash,"u8);
        to.Append("user_id,user_email,repo_name,branch_name,is_primary_branch,"u8);
        to.Append(shape == ApiShape.Newer ? "commit_source,"u8 : ""u8);
        to.Append("total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,"u8);
        to.Append("composer_lines_added,composer_lines_deleted,non_ai_lines_added,non_ai_lines_deleted,"u8);
        to.Append("message,commit_ts,created_at"u8);
        to.Append(newline);
    }

    /// <inheritdoc/>
    public override void WriteRow(Utf8Buffer to, SelectionCursor at)
    {
        Commit commit = records.Read(at.Index, ref at.Hour);
        WriteHash(to, commit);
        to.Append((byte)',');
        WriteSource(to, commit, ApiShape.NewerSample);
        to.Field(commit.Developer.Id.Csv);
        to.Field(commit.Developer.Email.Csv);
        to.Field(commit.Repo is null ? default : commit.Repo.Csv);
        to.Field(commit.Branch is null ? default : commit.Branch.Csv);
        to.Field(commit.IsPrimary switch
        {
            PrimaryBranch.Yes => "true"u8,
            PrimaryBranch.No => "false"u8,
            _ => default,
        });
        WriteSource(to, commit, ApiShape.Newer);
        to.Pair(commit.Added.Total, commit.Deleted.Total);
        to.Pair(commit.Added.Tab, commit.Deleted.Tab);
        to.Pair(commit.Added.Composer, commit.Deleted.Composer);
        if (commit.HasNonAi)
        {
            to.Pair(commit.Added.NonAi, commit.Deleted.NonAi);
        }
        else
        {
            to.Append(",,"u8);
        }

        to.Field(commit.Message is null ? default : commit.Message.QuotedCsv);
        if (commit.CommitTime is long own)
        {
            to.AppendTime(own);
        }

        to.Append((byte)',');
        to.AppendTime(commit.CreatedAt);
        to.Append(newline);
    }

    /// <inheritdoc/>
    public override void WriteObject(Utf8Buffer to, SelectionCursor at)
    {
        Commit commit = records.Read(at.Index, ref at.Hour);
        to.Append("{\"commitHash\":\""u8);
        WriteHash(to, commit);
        to.Append("\",\"userId\":"u8);
        to.Append(commit.Developer.Id.Json);
        to.Append(",\"userEmail\":"u8);
        to.Append(commit.Developer.Email.Json);
        to.Append(",\"repoName\":"u8);
        to.Append(commit.Repo is null ? "null"u8 : commit.Repo.Json);
        to.Append(",\"branchName\":"u8);
        to.Append(commit.Branch is null ? "null"u8 : commit.Branch.Json);
        to.Append(commit.IsPrimary switch
        {
            PrimaryBranch.Yes => ",\"isPrimaryBranch\":true"u8,
            PrimaryBranch.No => ",\"isPrimaryBranch\":false"u8,
            PrimaryBranch.Null => ",\"isPrimaryBranch\":null"u8,
            _ => default,
        });
        if (shape != ApiShape.Older)
        {
            to.Append(",\"commitSource\":\""u8);
            to.Append(Sources[(int)commit.Source]);
            to.Append((byte)'"');
        }

        to.Member(",\"totalLinesAdded\":"u8, commit.Added.Total);
        to.Member(",\"totalLinesDeleted\":"u8, commit.Deleted.Total);
        to.Member(",\"tabLinesAdded\":"u8, commit.Added.Tab);
        to.Member(",\"tabLinesDeleted\":"u8, commit.Deleted.Tab);
        to.Member(",\"composerLinesAdded\":"u8, commit.Added.Composer);
        to.Member(",\"composerLinesDeleted\":"u8, commit.Deleted.Composer);
        to.Member(",\"nonAiLinesAdded\":"u8, commit.HasNonAi ? commit.Added.NonAi : null);
        to.Member(",\"nonAiLinesDeleted\":"u8, commit.HasNonAi ? commit.Deleted.NonAi : null);
        to.Append(",\"message\":"u8);
        to.Append(commit.Message is null ? "null"u8 : commit.Message.Json);
        to.Append(",\"commitTs\":"u8);
        to.JsonTime(commit.CommitTime);
        to.Append(",\"createdAt\":"u8);
        to.JsonTime(commit.CreatedAt);
        to.Append((byte)'}');
    }

    private static void WriteHash(Utf8Buffer to, in Commit commit)
    {
        to.AppendHex(commit.Hash1, 16);
        to.AppendHex(commit.Hash2, 16);
        to.AppendHex(commit.Hash3, 8);
    }

    private void WriteSource(Utf8Buffer to, in Commit commit, ApiShape where)
    {
        if (shape == where)
        {
            to.Field(Sources[(int)commit.Source]);
        }
    }
}
