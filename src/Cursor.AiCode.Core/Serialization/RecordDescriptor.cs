using System;
using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization;

/// <summary>Writes one field of a record.</summary>
internal delegate void WriteCsvField<T>(CsvWriter csv, int column, in ParsedRecord<T> record)
    where T : class;

/// <summary>Describes how records of one kind are read, written and identified.</summary>
internal sealed class RecordDescriptor<T>
    where T : class
{
    private readonly Action<RecordKeyHasher, T, Func<string?, string?>> _addKeyFields;
    private readonly Func<IReadOnlyList<string>, RecordCsvMapper<T>> _createMapper;
    private readonly Func<T, DateTime> _createdAt;
    private readonly Func<T, DateTime?> _committedAt;
    private readonly bool _keyHasCreatedAt;

    private RecordDescriptor(
        AiCodeKind kind,
        ReadJson<ParsedRecord<T>> readJson,
        Func<IReadOnlyList<string>, RecordCsvMapper<T>> createMapper,
        WriteCsvField<T> writeField,
        Action<RecordKeyHasher, T, Func<string?, string?>> addKeyFields,
        Func<T, DateTime> createdAt,
        Func<T, DateTime?> committedAt)
    {
        Kind = kind;
        ReadJson = readJson;
        WriteField = writeField;
        _createMapper = createMapper;
        _addKeyFields = addKeyFields;
        _createdAt = createdAt;
        _committedAt = committedAt;
        _keyHasCreatedAt = CsvColumns.KeyHasCreatedAt(kind);
    }

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; }

    /// <summary>Reads a record from JSON.</summary>
    public ReadJson<ParsedRecord<T>> ReadJson { get; }

    /// <summary>Writes one field of a record as CSV.</summary>
    public WriteCsvField<T> WriteField { get; }

    /// <summary>Describes commits.</summary>
    public static RecordDescriptor<AiCommit> ForCommits() => new(
        AiCodeKind.Commit,
        CommitJson.Read,
        static headers => new CommitCsvMapper(headers),
        CommitCsvMapper.WriteField,
        static (key, commit, text) =>
        {
            key.Add(text(commit.CommitHash));
            key.Add(text(commit.BranchName));
            key.Add(text(commit.RepoName));
            key.Add(text(commit.UserId));
        },
        static commit => commit.CreatedAt,
        static commit => commit.CommitTs);

    /// <summary>Describes changes.</summary>
    public static RecordDescriptor<AiCodeChange> ForChanges() => new(
        AiCodeKind.Change,
        ChangeJson.Read,
        static headers => new ChangeCsvMapper(headers),
        ChangeCsvMapper.WriteField,
        static (key, change, text) => key.Add(text(change.ChangeId)),
        static change => change.CreatedAt,
        static _ => null);

    /// <summary>Creates a reader of rows below <paramref name="headers"/>.</summary>
    public RecordCsvMapper<T> CreateMapper(IReadOnlyList<string> headers) => _createMapper(headers);

    /// <summary>Computes the key of a record, with its time to the tick.</summary>
    public RecordKey GetKey(RecordKeyHasher hasher, in ParsedRecord<T> record) =>
        GetKey(hasher, record, record.CreatedAt.Ticks, static text => text);

    /// <summary>Computes the key that the record has as a row of a file, where times have milliseconds.</summary>
    /// <param name="hasher">Computes the key.</param>
    /// <param name="record">The record.</param>
    /// <param name="unescape">Whether texts are compared as they were before <c>-EscapeFormula</c> escaped them.</param>
    public RecordKey GetRowKey(RecordKeyHasher hasher, in ParsedRecord<T> record, bool unescape)
    {
        Func<string?, string?> text = unescape ? FormulaText.Unescape : static text => text;
        return GetKey(hasher, record, Timestamp.TruncateToMilliseconds(record.CreatedAt.Ticks), text);
    }

    /// <summary>Returns a record from a script, with its times in UTC.</summary>
    public ParsedRecord<T> Parse(T record) => new(record, _createdAt(record).ToUniversalTime(), _committedAt(record)?.ToUniversalTime());

    private RecordKey GetKey(RecordKeyHasher hasher, in ParsedRecord<T> record, long createdAt, Func<string?, string?> text)
    {
        _addKeyFields(hasher, record.Record, text);
        if (_keyHasCreatedAt)
        {
            hasher.Add(createdAt);
        }

        return hasher.GetKeyAndReset();
    }
}
