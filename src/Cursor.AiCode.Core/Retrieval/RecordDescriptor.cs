using System;
using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval;

/// <summary>What reading and writing need to know of a kind of record.</summary>
internal sealed class RecordDescriptor<T>
    where T : class
{
    private readonly Func<RecordKeyHasher, Stamped<T>, RecordKey> _key;
    private readonly Func<T, DateTime> _createdAt;
    private readonly Func<T, DateTime?> _committedAt;
    private readonly IReadOnlyList<string> _keyColumns;
    private readonly bool _keyHasTime;

    private RecordDescriptor(
        AiCodeKind kind,
        ReadJson<Stamped<T>> readJson,
        Func<RecordKeyHasher, Stamped<T>, RecordKey> key,
        Func<T, DateTime> createdAt,
        Func<T, DateTime?> committedAt,
        IReadOnlyList<string> keyColumns,
        bool keyHasTime)
    {
        Kind = kind;
        ReadJson = readJson;
        _key = key;
        _createdAt = createdAt;
        _committedAt = committedAt;
        _keyColumns = keyColumns;
        _keyHasTime = keyHasTime;
    }

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; }

    /// <summary>What messages call them.</summary>
    public string Noun => Kind == AiCodeKind.Commit ? "commits" : "changes";

    /// <summary>How one of them is read from JSON.</summary>
    public ReadJson<Stamped<T>> ReadJson { get; }

    /// <summary>The schema of commits.</summary>
    public static RecordDescriptor<AiCommit> ForCommits() => new(
        AiCodeKind.Commit,
        CommitJson.Read,
        static (key, commit) => key
            .Add(commit.Record.CommitHash)
            .Add(commit.Record.BranchName)
            .Add(commit.Record.RepoName)
            .Add(commit.Record.UserId)
            .AddTime(commit.CreatedAt.Ticks)
            .Build(),
        static commit => commit.CreatedAt,
        static commit => commit.CommitTs,
        keyColumns: ["commit_hash", "branch_name", "repo_name", "user_id"],
        keyHasTime: true);

    /// <summary>The schema of changes.</summary>
    public static RecordDescriptor<AiCodeChange> ForChanges() => new(
        AiCodeKind.Change,
        ChangeJson.Read,
        static (key, change) => key.Add(change.Record.ChangeId).Build(),
        static change => change.CreatedAt,
        static _ => null,
        keyColumns: ["change_id"],
        keyHasTime: false);

    /// <summary>How they are read from rows below <paramref name="headers"/>.</summary>
    public CsvRecordMapper<T> CsvOf(IReadOnlyList<string> headers) =>
        (CsvRecordMapper<T>)(object)(Kind == AiCodeKind.Commit ? new CommitCsvMapper(headers) : new ChangeCsvMapper(headers));

    /// <summary>The key of a record.</summary>
    public RecordKey KeyOf(RecordKeyHasher key, in Stamped<T> record) => _key(key, record);

    /// <summary>What tells rows of them apart, by keys that <paramref name="key"/> makes.</summary>
    public CsvKeyReader IdentityOfRows(RecordKeyHasher key) => new(key, _keyColumns, _keyHasTime);

    /// <summary>A record that a script holds, with its times in UTC as far as they can be told.</summary>
    public Stamped<T> Stamp(T record) => new(record, _createdAt(record).ToUniversalTime(), _committedAt(record)?.ToUniversalTime());
}
