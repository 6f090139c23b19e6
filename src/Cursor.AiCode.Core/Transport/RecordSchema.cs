using System;
using System.Collections.Generic;
using System.Text.Json.Serialization.Metadata;
using Cursor.AiCode.Json;

namespace Cursor.AiCode.Transport;

/// <summary>What reading and writing need to know of a kind of record.</summary>
internal sealed class RecordSchema<T>
    where T : class
{
    private readonly Func<RecordKeyBuilder, T, RecordKey> _key;
    private readonly Func<T, DateTime> _createdAt;
    private readonly Func<T, DateTime?> _committedAt;
    private readonly Func<T, bool> _isWhole;

    private RecordSchema(
        AiCodeKind kind,
        JsonTypeInfo<Page<T>> page,
        Func<RecordKeyBuilder, T, RecordKey> key,
        Func<T, DateTime> createdAt,
        Func<T, DateTime?> committedAt,
        Func<T, bool> isWhole,
        IReadOnlyList<string> keyColumns,
        bool keyHasTime)
    {
        Kind = kind;
        Page = page;
        _key = key;
        _createdAt = createdAt;
        _committedAt = committedAt;
        _isWhole = isWhole;
        KeyColumns = keyColumns;
        KeyHasTime = keyHasTime;
    }

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; }

    /// <summary>What messages call them.</summary>
    public string Noun => Kind == AiCodeKind.Commit ? "commits" : "changes";

    /// <summary>How a JSON page of them is read.</summary>
    public JsonTypeInfo<Page<T>> Page { get; }

    /// <summary>The CSV columns that make up the key, in the order in which they go into it.</summary>
    public IReadOnlyList<string> KeyColumns { get; }

    /// <summary>Whether <c>created_at</c> belongs to the key, as its last part.</summary>
    public bool KeyHasTime { get; }

    /// <summary>The schema of commits.</summary>
    public static RecordSchema<AiCommit> ForCommits() => new(
        AiCodeKind.Commit,
        AiCodeJsonContext.Default.PageAiCommit,
        static (key, commit) => key
            .Add(commit.CommitHash)
            .Add(commit.BranchName)
            .Add(commit.RepoName)
            .Add(commit.UserId)
            .AddTime(commit.CreatedAt.ToUniversalTime().Ticks)
            .Build(),
        static commit => commit.CreatedAt,
        static commit => commit.CommitTs,
        static _ => true,
        keyColumns: ["commit_hash", "branch_name", "repo_name", "user_id"],
        keyHasTime: true);

    /// <summary>The schema of changes.</summary>
    public static RecordSchema<AiCodeChange> ForChanges() => new(
        AiCodeKind.Change,
        AiCodeJsonContext.Default.PageAiCodeChange,
        static (key, change) => key.Add(change.ChangeId).Build(),
        static change => change.CreatedAt,
        static _ => null,
        static change => change.Metadata is null || Array.IndexOf(change.Metadata, null) < 0,
        keyColumns: ["change_id"],
        keyHasTime: false);

    /// <summary>The key of a record.</summary>
    public RecordKey KeyOf(RecordKeyBuilder key, T record) => _key(key, record);

    /// <summary>When the service took a record in, in UTC ticks.</summary>
    public long CreatedAt(T record) => _createdAt(record).ToUniversalTime().Ticks;

    /// <summary>A commit's own time in UTC ticks; 0 where there is none.</summary>
    public long CommittedAt(T record) => _committedAt(record)?.ToUniversalTime().Ticks ?? 0;

    /// <summary>Whether what lies inside a record is there, too: the serializer lets a null into a list.</summary>
    public bool IsWhole(T record) => _isWhole(record);
}
