using System.Collections.Generic;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Reads and writes commits as rows.</summary>
internal sealed class CommitCsvMapper : RecordCsvMapper<AiCommit>
{
    public CommitCsvMapper(IReadOnlyList<string> headers)
        : base(AiCodeKind.Commit, headers)
    {
    }

    /// <summary>Writes one field of a commit.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="column">The index of the column in <see cref="CsvColumns.Commit"/>.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="escapeFormula">Whether formulas in texts are escaped.</param>
    public static void WriteField(CsvWriter csv, int column, in ParsedRecord<AiCommit> commit, bool escapeFormula)
    {
        AiCommit record = commit.Record;
        switch (column)
        {
            case 0: CsvValue.Write(csv, record.CommitHash, escapeFormula); break;
            case 1: CsvValue.Write(csv, record.UserId, escapeFormula); break;
            case 2: CsvValue.Write(csv, record.UserEmail, escapeFormula); break;
            case 3: CsvValue.Write(csv, record.RepoName, escapeFormula); break;
            case 4: CsvValue.Write(csv, record.BranchName, escapeFormula); break;
            case 5: CsvValue.Write(csv, record.IsPrimaryBranch); break;
            case 6: CsvValue.Write(csv, record.CommitSource, escapeFormula); break;
            case 7: CsvValue.Write(csv, record.TotalLinesAdded); break;
            case 8: CsvValue.Write(csv, record.TotalLinesDeleted); break;
            case 9: CsvValue.Write(csv, record.TabLinesAdded); break;
            case 10: CsvValue.Write(csv, record.TabLinesDeleted); break;
            case 11: CsvValue.Write(csv, record.ComposerLinesAdded); break;
            case 12: CsvValue.Write(csv, record.ComposerLinesDeleted); break;
            case 13: CsvValue.Write(csv, record.NonAiLinesAdded); break;
            case 14: CsvValue.Write(csv, record.NonAiLinesDeleted); break;
            case 15: CsvValue.Write(csv, record.Message, escapeFormula); break;
            case 16: CsvValue.Write(csv, commit.CommittedAt); break;
            case 17: CsvValue.Write(csv, commit.CreatedAt); break;
            default: csv.WriteField(default(string)); break;
        }
    }

    protected override AiCommit ReadRecord(CsvReader reader) => new()
    {
        CommitHash = CsvValue.ReadIdentifier(Next(reader)),
        UserId = CsvValue.ReadPooledText(Next(reader)),
        UserEmail = CsvValue.ReadPooledText(Next(reader)),
        RepoName = CsvValue.ReadPooledText(Next(reader)),
        BranchName = CsvValue.ReadPooledText(Next(reader)),
        IsPrimaryBranch = CsvValue.ReadFlag(Next(reader)),
        CommitSource = CsvValue.ReadPooledText(Next(reader)),
        TotalLinesAdded = CsvValue.ReadCount(Next(reader)),
        TotalLinesDeleted = CsvValue.ReadCount(Next(reader)),
        TabLinesAdded = CsvValue.ReadCount(Next(reader)),
        TabLinesDeleted = CsvValue.ReadCount(Next(reader)),
        ComposerLinesAdded = CsvValue.ReadCount(Next(reader)),
        ComposerLinesDeleted = CsvValue.ReadCount(Next(reader)),
        NonAiLinesAdded = CsvValue.ReadOptionalCount(Next(reader)),
        NonAiLinesDeleted = CsvValue.ReadOptionalCount(Next(reader)),
        Message = CsvValue.ReadText(Next(reader)),
        CommitTs = NextCommittedAt(reader),
        CreatedAt = NextCreatedAt(reader),
    };
}
