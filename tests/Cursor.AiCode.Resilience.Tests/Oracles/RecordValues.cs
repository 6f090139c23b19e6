using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Resilience.Tests.Oracles;

/// <summary>The values of a record as text, which are equal for equal records of any transport.</summary>
internal sealed record RecordValues(string Key, string Fields)
{
    private const string Null = "\u2205";

    /// <summary>The distinct records of a CSV body, or null if the body is malformed.</summary>
    /// <param name="kind">The kind of the records.</param>
    /// <param name="body">The body.</param>
    /// <param name="asInFile">Whether times have milliseconds, and metadata is text with U+FFFD for lone surrogates, like in files.</param>
    public static List<RecordValues>? OfCsv(AiCodeKind kind, ReadOnlySpan<byte> body, bool asInFile = false)
    {
        if (OracleCsv.Parse(body) is not { } rows)
        {
            return null;
        }

        List<string> names = rows[0].Select(static name => Encoding.UTF8.GetString(name).ToLowerInvariant().Trim()).ToList();
        if (names.Distinct().Count() != names.Count || Columns.Of(kind).Any(column => column.Required && !names.Contains(column.Csv)))
        {
            return null;
        }

        return Each(rows.Skip(1), row => Of(kind, column =>
        {
            int index = names.IndexOf(column.Csv);
            string text = index < 0 ? "" : Encoding.UTF8.GetString(row[index]);
            return column.Type switch
            {
                ColumnType.Files when text.Length == 0 => Null,
                ColumnType.Files when asInFile => WithoutLoneSurrogates(text),
                ColumnType.Files => !OracleJson.TryParse(text, out object? files) || Files(files) is not { } known ? null : known,
                ColumnType.Time or ColumnType.OptionalTime when asInFile => TruncateToMilliseconds(Value(column.Type, text)),
                _ => Value(column.Type, text),
            };
        }));
    }

    /// <summary>The distinct records of a JSON page, or null if the page is malformed.</summary>
    public static List<RecordValues>? OfPage(AiCodeKind kind, ReadOnlySpan<byte> body)
    {
        return OracleJson.TryParse(body, out object? value) && value is Dictionary<string, object?> page &&
            page.GetValueOrDefault("items") is List<object?> items && page.ContainsKey("totalCount")
            ? Each(items, item => OfJson(kind, item))
            : null;
    }

    public static RecordValues Of(AiCommit commit) => Of(AiCodeKind.Commit, column => column.Csv switch
    {
        "commit_hash" => commit.CommitHash,
        "user_id" => commit.UserId,
        "user_email" => commit.UserEmail,
        "repo_name" => commit.RepoName,
        "branch_name" => commit.BranchName,
        "is_primary_branch" => Text(commit.IsPrimaryBranch),
        "commit_source" => commit.CommitSource,
        "total_lines_added" => Text(commit.TotalLinesAdded),
        "total_lines_deleted" => Text(commit.TotalLinesDeleted),
        "tab_lines_added" => Text(commit.TabLinesAdded),
        "tab_lines_deleted" => Text(commit.TabLinesDeleted),
        "composer_lines_added" => Text(commit.ComposerLinesAdded),
        "composer_lines_deleted" => Text(commit.ComposerLinesDeleted),
        "non_ai_lines_added" => Text(commit.NonAiLinesAdded),
        "non_ai_lines_deleted" => Text(commit.NonAiLinesDeleted),
        "message" => commit.Message,
        "commit_ts" => Text(commit.CommitTs),
        "created_at" => Text(commit.CreatedAt),
        _ => throw new ArgumentOutOfRangeException(nameof(commit)),
    } ?? Null)!;

    public static RecordValues Of(AiCodeChange change) => Of(AiCodeKind.Change, column => column.Csv switch
    {
        "change_id" => change.ChangeId,
        "user_id" => change.UserId,
        "user_email" => change.UserEmail,
        "source" => change.Source,
        "model" => change.Model,
        "total_lines_added" => Text(change.TotalLinesAdded),
        "total_lines_deleted" => Text(change.TotalLinesDeleted),
        "created_at" => Text(change.CreatedAt),
        "metadata_json" => change.Metadata is null
            ? null
            : "[" + string.Join(';', change.Metadata.Select(static file => File(file.FileName, file.FileExtension, Text(file.LinesAdded)!, Text(file.LinesDeleted)!))) + "]",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    } ?? Null)!;

    // Keeps escaped surrogates only in pairs. The pattern also matches other escapes, so that an escaped backslash isn't
    // mistaken for the start of an escape.
    private static string WithoutLoneSurrogates(string json) => Regex.Replace(
        json,
        @"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
        static match => match.Groups["lone"].Success ? @"\ufffd" : match.Value,
        RegexOptions.Singleline);

    private static List<RecordValues>? Each<T>(IEnumerable<T> records, Func<T, RecordValues?> toValues)
    {
        var all = new List<RecordValues>();
        foreach (T record in records)
        {
            if (toValues(record) is not { } known)
            {
                return null;
            }

            all.Add(known);
        }

        return all.DistinctBy(static record => record.Key).ToList();
    }

    private static RecordValues? OfJson(AiCodeKind kind, object? item) => item is not Dictionary<string, object?> fields ? null : Of(kind, column =>
    {
        if (!fields.TryGetValue(column.Json, out object? value))
        {
            return column.Required ? null : Null;
        }

        return (column.Type, value) switch
        {
            (ColumnType.Files, _) => Files(value),
            (ColumnType.Id, JsonNumber number) => number.Text,
            (ColumnType.Text or ColumnType.Boolean or ColumnType.OptionalCount or ColumnType.OptionalTime, null) => Null,
            (ColumnType.Boolean, bool flag) => Text(flag),
            (ColumnType.Count or ColumnType.OptionalCount or ColumnType.Time or ColumnType.OptionalTime, JsonNumber number) => Value(column.Type, number.Text),
            (_, string text) => Value(column.Type, text),
            _ => null,
        };
    });

    // Returns null if a field is malformed.
    private static RecordValues? Of(AiCodeKind kind, Func<Column, string?> value)
    {
        var text = new StringBuilder();
        var key = new List<string>();
        foreach (Column column in Columns.Of(kind))
        {
            if (value(column) is not { } field)
            {
                return null;
            }

            text.Append(column.Csv).Append('=').Append(field).Append('\u001E');
            if (Columns.KeyOf(kind).Contains(column.Csv))
            {
                key.Add(field);
            }
        }

        return new RecordValues(string.Join('\u001F', key), text.ToString());
    }

    private static string? Value(ColumnType type, string text) => type switch
    {
        ColumnType.Id => text.Length > 0 ? text : null,
        ColumnType.Text or ColumnType.OptionalCount or ColumnType.OptionalTime or ColumnType.Boolean when text.Length == 0 => Null,
        ColumnType.Text => text,
        ColumnType.Count or ColumnType.OptionalCount => Count(text),
        ColumnType.Boolean => text.ToLowerInvariant() switch { "true" or "1" => "true", "false" or "0" => "false", _ => null },
        _ => Time(text),
    };

    private static string? TruncateToMilliseconds(string? ticks) => ticks is null or Null ? ticks : ticks[..^4] + "0000";

    private static string? Count(string text) =>
        Regex.IsMatch(text, @"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z") &&
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) &&
        decimal.Truncate(number) == number && number is >= int.MinValue and <= int.MaxValue
            ? Text((int)number)
            : null;

    private static string? Time(string text)
    {
        if (Regex.IsMatch(text, @"^[+-]?[0-9]{1,15}\z"))
        {
            long epoch = long.Parse(text, CultureInfo.InvariantCulture);
            return epoch is >= -62135596800000 and <= 253402300799999 ? Text(DateTimeOffset.FromUnixTimeMilliseconds(epoch).UtcDateTime) : null;
        }

        Match match = Regex.Match(text, @"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(?:(:[0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\z");
        if (!match.Success)
        {
            return null;
        }

        string clock = match.Groups[2].Value.PadRight(1, '0') is { Length: > 1 } value ? value : "00:00";
        string seconds = match.Groups[3].Success ? match.Groups[3].Value : ":00";
        string zone = match.Groups[5].Value.Replace(":", "", StringComparison.Ordinal) is { Length: > 1 } offset ? $"{offset[..3]}:{offset[3..].PadRight(2, '0')}" : "+00:00";
        string fraction = match.Groups[4].Success ? match.Groups[4].Value.PadRight(8, '0')[..8] : ".0000000";
        return DateTimeOffset.TryParseExact(
            match.Groups[1].Value + "T" + clock + seconds + fraction + zone,
            "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateTimeOffset time)
            ? Text(time.UtcDateTime)
            : null;
    }

    private static string? Files(object? value)
    {
        if (value is null)
        {
            return Null;
        }

        if (value is not List<object?> list)
        {
            return null;
        }

        List<string?> files = list.Select(static item =>
        {
            if (item is not Dictionary<string, object?> fields)
            {
                return null;
            }

            object? name = fields.GetValueOrDefault("fileName"), extension = fields.GetValueOrDefault("fileExtension");
            string? added = Number(fields.GetValueOrDefault("linesAdded")), deleted = Number(fields.GetValueOrDefault("linesDeleted"));
            return name is null or string && extension is null or string && added is not null && deleted is not null
                ? File((string?)name, (string?)extension, added, deleted)
                : null;
        }).ToList();
        return files.Contains(null) ? null : "[" + string.Join(';', files) + "]";
    }

    private static string? Number(object? value) => value switch
    {
        JsonNumber number => Count(number.Text),
        string text => Count(text),
        _ => null,
    };

    private static string File(string? name, string? extension, string added, string deleted) =>
        $"{(string.IsNullOrEmpty(name) ? Null : name)}|{(string.IsNullOrEmpty(extension) ? Null : extension)}|{added}|{deleted}";

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(bool? flag) => flag is { } known ? (known ? "true" : "false") : null;

    private static string? Text(DateTime? time) => time?.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
}
