using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Support;

namespace Cursor.AiCode.Tests.Truth;

/// <summary>A person of the server's, who can be asked for by any of three names.</summary>
internal sealed record Person(string Id, string Email, int Number)
{
    public bool Is(string name) => name == Id || name == Number.ToString(CultureInfo.InvariantCulture) ||
        name.Equals(Email, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A record that the server has.</summary>
internal abstract record TruthRecord(Person Person, DateTimeOffset CreatedAt)
{
    /// <summary>Its fields, named as the API's CSV names them, as text; null where there is nothing.</summary>
    public abstract IReadOnlyList<TruthField> Fields { get; }

    /// <summary>All that a client must know of it, as one text.</summary>
    public string Fingerprint => field ??= FingerprintOf([], TimeSpan.Zero);

    /// <summary>The same, where the server leaves columns out, or its times are finer.</summary>
    public string FingerprintOf(IReadOnlyList<string> without, TimeSpan finer) =>
        Fingerprints.Of(Fields.Select(it => (it.Column, without.Contains(it.Column) ? null : it.ExpectedAs(finer))));
}

/// <summary>A field of a record.</summary>
/// <param name="Column">Its name in CSV.</param>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Text">Its value: a time as ticks, all else as it is written.</param>
internal sealed record TruthField(string Column, string Name, TruthKind Kind, string? Text)
{
    /// <summary>The value that a client must hand out; an empty text is none, as CSV has it.</summary>
    public string? ExpectedAs(TimeSpan finer) => Kind == TruthKind.Time && Text is not null
        ? (finer == TimeSpan.Zero ? Timestamps.Text(Time) : Timestamps.Exact(Time + finer))
        : Text is "" ? null : Text;

    public DateTimeOffset Time => new(long.Parse(Text!, CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static TruthField Of(string column, string name, string? text) => new(column, name, TruthKind.Text, text);

    public static TruthField Of(string column, string name, int? number) => new(column, name, TruthKind.Number, number?.ToString(CultureInfo.InvariantCulture));

    public static TruthField Of(string column, string name, bool? flag) => new(column, name, TruthKind.Utf8Boolean, flag is { } known ? (known ? "true" : "false") : null);

    public static TruthField Of(string column, string name, DateTimeOffset? time) => new(column, name, TruthKind.Time, time?.UtcTicks.ToString(CultureInfo.InvariantCulture));
}

internal enum TruthKind
{
    Text,
    Number,
    Utf8Boolean,
    Time,
    Metadata,
}

internal sealed record TruthCommit(
    Person Person,
    DateTimeOffset CreatedAt,
    string Hash,
    string? Repo,
    string? Branch,
    bool? Primary,
    string? Source,
    int[] Lines,
    int? NonAiAdded,
    int? NonAiDeleted,
    string? Message,
    DateTimeOffset? CommittedAt) : TruthRecord(Person, CreatedAt)
{
    public override IReadOnlyList<TruthField> Fields { get; } =
    [
        TruthField.Of("commit_hash", "commitHash", Hash),
        TruthField.Of("user_id", "userId", Person.Id),
        TruthField.Of("user_email", "userEmail", Person.Email),
        TruthField.Of("repo_name", "repoName", Repo),
        TruthField.Of("branch_name", "branchName", Branch),
        TruthField.Of("is_primary_branch", "isPrimaryBranch", Primary),
        TruthField.Of("commit_source", "commitSource", Source),
        TruthField.Of("total_lines_added", "totalLinesAdded", Lines[0]),
        TruthField.Of("total_lines_deleted", "totalLinesDeleted", Lines[1]),
        TruthField.Of("tab_lines_added", "tabLinesAdded", Lines[2]),
        TruthField.Of("tab_lines_deleted", "tabLinesDeleted", Lines[3]),
        TruthField.Of("composer_lines_added", "composerLinesAdded", Lines[4]),
        TruthField.Of("composer_lines_deleted", "composerLinesDeleted", Lines[5]),
        TruthField.Of("non_ai_lines_added", "nonAiLinesAdded", NonAiAdded),
        TruthField.Of("non_ai_lines_deleted", "nonAiLinesDeleted", NonAiDeleted),
        TruthField.Of("message", "message", Message),
        TruthField.Of("commit_ts", "commitTs", CommittedAt),
        TruthField.Of("created_at", "createdAt", CreatedAt),
    ];
}

internal sealed record TruthFile(string? Name, string? Extension, int Added, int Deleted);

internal sealed record TruthChange(
    Person Person,
    DateTimeOffset CreatedAt,
    string Id,
    string Source,
    string? Model,
    int Added,
    int Deleted,
    TruthFile[]? Files) : TruthRecord(Person, CreatedAt)
{
    public override IReadOnlyList<TruthField> Fields { get; } =
    [
        TruthField.Of("change_id", "changeId", Id),
        TruthField.Of("user_id", "userId", Person.Id),
        TruthField.Of("user_email", "userEmail", Person.Email),
        TruthField.Of("source", "source", Source),
        TruthField.Of("model", "model", Model),
        TruthField.Of("total_lines_added", "totalLinesAdded", Added),
        TruthField.Of("total_lines_deleted", "totalLinesDeleted", Deleted),
        TruthField.Of("created_at", "createdAt", CreatedAt),
        new("metadata_json", "metadata", TruthKind.Metadata, Fingerprints.OfFiles(Files?.Select(static file => (file.Name, file.Extension, file.Added, file.Deleted)))),
    ];
}
