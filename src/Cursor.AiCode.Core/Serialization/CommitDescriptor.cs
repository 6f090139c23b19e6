using System;
using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization;

/// <summary>Describes how commits are read, written and identified.</summary>
internal sealed class CommitDescriptor : RecordDescriptor<AiCommit>
{
    public CommitDescriptor()
        : base(AiCodeKind.Commit, CommitJson.Read)
    {
    }

    public override RecordCsvMapper<AiCommit> CreateMapper(IReadOnlyList<string> headers) => new CommitCsvMapper(headers);

    public override void WriteField(CsvWriter csv, int column, in ParsedRecord<AiCommit> record, bool escapeFormula) =>
        CommitCsvMapper.WriteField(csv, column, record, escapeFormula);

    public override string? GetId(AiCommit record) => record.CommitHash;

    public override ParsedRecord<AiCommit> Parse(AiCommit record) => new(record, record.CreatedAt.ToUniversalTime(), record.CommitTs?.ToUniversalTime());

    protected override void AddKeyFields(RecordKeyHasher hasher, AiCommit record, Func<string?, string?> text)
    {
        hasher.Add(text(record.CommitHash));
        hasher.Add(text(record.BranchName));
        hasher.Add(text(record.RepoName));
        hasher.Add(text(string.IsNullOrEmpty(record.UserId) ? record.UserEmail : record.UserId));
    }
}
