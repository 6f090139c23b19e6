using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Support;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>A user of the server, with three identifiers that queries can contain.</summary>
internal sealed record Person(string Id, string Email, int Number)
{
    public bool Is(string name) => name == Id || name == Number.ToString(CultureInfo.InvariantCulture) ||
        name.Equals(Email, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A record of the server.</summary>
internal abstract record ExpectedRecord(Person Person, DateTimeOffset CreatedAt)
{
    /// <summary>The fields of the record.</summary>
    public abstract IReadOnlyList<ExpectedField> Fields { get; }

    /// <summary>All values that a client must return, as one text.</summary>
    public string Fingerprint => field ??= FingerprintOf([], TimeSpan.Zero);

    /// <summary>The same if the server omits columns, or adds a fraction of a millisecond to times.</summary>
    public string FingerprintOf(IReadOnlyList<string> without, TimeSpan fraction) =>
        Fingerprints.Of(Fields.Select(it => (it.Column, without.Contains(it.Column) ? null : it.ExpectedAs(fraction))));
}

/// <summary>A field of a record.</summary>
/// <param name="Column">The name in CSV.</param>
/// <param name="Name">The name in JSON.</param>
/// <param name="Kind">The type of the value.</param>
/// <param name="Text">The value as text. A time is a number of ticks.</param>
internal sealed record ExpectedField(string Column, string Name, ExpectedFieldKind Kind, string? Text)
{
    /// <summary>The value that a client must return. Empty text is null, as in CSV.</summary>
    public string? ExpectedAs(TimeSpan fraction) => Kind == ExpectedFieldKind.Time && Text is not null
        ? (fraction == TimeSpan.Zero ? Timestamps.Text(Time) : Timestamps.Exact(Time + fraction))
        : Text is "" ? null : Text;

    public DateTimeOffset Time => new(long.Parse(Text!, CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static ExpectedField Of(string column, string name, string? text) => new(column, name, ExpectedFieldKind.Text, text);

    public static ExpectedField Of(string column, string name, int? number) => new(column, name, ExpectedFieldKind.Number, number?.ToString(CultureInfo.InvariantCulture));

    public static ExpectedField Of(string column, string name, bool? flag) => new(column, name, ExpectedFieldKind.Boolean, flag is { } known ? (known ? "true" : "false") : null);

    public static ExpectedField Of(string column, string name, DateTimeOffset? time) => new(column, name, ExpectedFieldKind.Time, time?.UtcTicks.ToString(CultureInfo.InvariantCulture));
}

internal enum ExpectedFieldKind
{
    Text,
    Number,
    Boolean,
    Time,
    Metadata,
}

internal sealed record ExpectedCommit(
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
    DateTimeOffset? CommittedAt) : ExpectedRecord(Person, CreatedAt)
{
    public override IReadOnlyList<ExpectedField> Fields { get; } =
    [
        ExpectedField.Of("commit_hash", "commitHash", Hash),
        ExpectedField.Of("user_id", "userId", Person.Id),
        ExpectedField.Of("user_email", "userEmail", Person.Email),
        ExpectedField.Of("repo_name", "repoName", Repo),
        ExpectedField.Of("branch_name", "branchName", Branch),
        ExpectedField.Of("is_primary_branch", "isPrimaryBranch", Primary),
        ExpectedField.Of("commit_source", "commitSource", Source),
        ExpectedField.Of("total_lines_added", "totalLinesAdded", Lines[0]),
        ExpectedField.Of("total_lines_deleted", "totalLinesDeleted", Lines[1]),
        ExpectedField.Of("tab_lines_added", "tabLinesAdded", Lines[2]),
        ExpectedField.Of("tab_lines_deleted", "tabLinesDeleted", Lines[3]),
        ExpectedField.Of("composer_lines_added", "composerLinesAdded", Lines[4]),
        ExpectedField.Of("composer_lines_deleted", "composerLinesDeleted", Lines[5]),
        ExpectedField.Of("non_ai_lines_added", "nonAiLinesAdded", NonAiAdded),
        ExpectedField.Of("non_ai_lines_deleted", "nonAiLinesDeleted", NonAiDeleted),
        ExpectedField.Of("message", "message", Message),
        ExpectedField.Of("commit_ts", "commitTs", CommittedAt),
        ExpectedField.Of("created_at", "createdAt", CreatedAt),
    ];
}

internal sealed record ExpectedFile(string? Name, string? Extension, int Added, int Deleted);

internal sealed record ExpectedChange(
    Person Person,
    DateTimeOffset CreatedAt,
    string Id,
    string Source,
    string? Model,
    int Added,
    int Deleted,
    ExpectedFile[]? Files) : ExpectedRecord(Person, CreatedAt)
{
    public override IReadOnlyList<ExpectedField> Fields { get; } =
    [
        ExpectedField.Of("change_id", "changeId", Id),
        ExpectedField.Of("user_id", "userId", Person.Id),
        ExpectedField.Of("user_email", "userEmail", Person.Email),
        ExpectedField.Of("source", "source", Source),
        ExpectedField.Of("model", "model", Model),
        ExpectedField.Of("total_lines_added", "totalLinesAdded", Added),
        ExpectedField.Of("total_lines_deleted", "totalLinesDeleted", Deleted),
        ExpectedField.Of("created_at", "createdAt", CreatedAt),
        new("metadata_json", "metadata", ExpectedFieldKind.Metadata, Fingerprints.OfFiles(Files?.Select(static file => (file.Name, file.Extension, file.Added, file.Deleted)))),
    ];
}
