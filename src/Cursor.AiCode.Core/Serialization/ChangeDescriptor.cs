using System;
using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization;

/// <summary>Describes how changes are read, written and identified.</summary>
internal sealed class ChangeDescriptor : RecordDescriptor<AiCodeChange>
{
    public ChangeDescriptor()
        : base(AiCodeKind.Change, ChangeJson.Read)
    {
    }

    public override RecordCsvMapper<AiCodeChange> CreateMapper(IReadOnlyList<string> headers) => new ChangeCsvMapper(headers);

    public override void WriteField(CsvWriter csv, int column, in ParsedRecord<AiCodeChange> record, bool escapeFormula) =>
        ChangeCsvMapper.WriteField(csv, column, record, escapeFormula);

    public override string? GetId(AiCodeChange record) => record.ChangeId;

    public override ParsedRecord<AiCodeChange> Parse(AiCodeChange record) => new(record, record.CreatedAt.ToUniversalTime(), null);

    protected override void AddKeyFields(RecordKeyHasher hasher, AiCodeChange record, Func<string?, string?> text)
    {
        hasher.Add(text(record.ChangeId));
    }
}
