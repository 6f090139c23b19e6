using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using CsvHelper;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Reads and writes commits as rows. Their fields stand in the canonical order.</summary>
internal sealed class CommitCsvMapper : RecordCsvMapper<AiCommit>
{
    public CommitCsvMapper(IReadOnlyList<string> headers)
        : base(AiCodeKind.Commit, headers)
    {
    }

    /// <summary>Writes the fields of a commit, with its times in UTC.</summary>
    public static void Write(CsvWriter csv, AiCommit commit, DateTime createdAt, DateTime? committedAt)
    {
        csv.WriteField(commit.CommitHash);
        csv.WriteField(commit.UserId);
        csv.WriteField(commit.UserEmail);
        csv.WriteField(commit.RepoName);
        csv.WriteField(commit.BranchName);
        CsvValue.Write(csv, commit.IsPrimaryBranch);
        csv.WriteField(commit.CommitSource);
        CsvValue.Write(csv, commit.TotalLinesAdded);
        CsvValue.Write(csv, commit.TotalLinesDeleted);
        CsvValue.Write(csv, commit.TabLinesAdded);
        CsvValue.Write(csv, commit.TabLinesDeleted);
        CsvValue.Write(csv, commit.ComposerLinesAdded);
        CsvValue.Write(csv, commit.ComposerLinesDeleted);
        CsvValue.Write(csv, commit.NonAiLinesAdded);
        CsvValue.Write(csv, commit.NonAiLinesDeleted);
        csv.WriteField(commit.Message);
        CsvValue.Write(csv, committedAt);
        CsvValue.Write(csv, createdAt);
    }

    [MethodImpl(Jit.AtOnce)]
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
        CommitTs = CsvValue.ReadOptionalLocalTime(Next(reader)),
        CreatedAt = CsvValue.ReadLocalTime(Next(reader)),
    };
}
