using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>
/// The columns of a change in their canonical order. The names of the members are those of <see cref="AiCodeChange"/>;
/// the code that reads and writes records by this map is generated.
/// </summary>
[CsvRecordMap(typeof(AiCodeChange))]
internal sealed partial class ChangeCsvMap
{
    [CsvColumn("change_id"), CsvConverter(typeof(IdentifierField))]
    public string ChangeId { get; init; } = "";

    [CsvColumn("user_id"), CsvConverter(typeof(PooledTextField))]
    public string? UserId { get; init; }

    [CsvColumn("user_email"), CsvConverter(typeof(PooledTextField))]
    public string? UserEmail { get; init; }

    [CsvColumn("source"), CsvConverter(typeof(PooledTextField))]
    public string? Source { get; init; }

    [CsvColumn("model", Optional = true), CsvConverter(typeof(PooledTextField))]
    public string? Model { get; init; }

    [CsvColumn("total_lines_added"), CsvConverter(typeof(CountField))]
    public int TotalLinesAdded { get; init; }

    [CsvColumn("total_lines_deleted"), CsvConverter(typeof(CountField))]
    public int TotalLinesDeleted { get; init; }

    [CsvColumn("created_at"), CsvConverter(typeof(LocalTimeField))]
    public DateTime CreatedAt { get; init; }

    [CsvColumn("metadata_json", Optional = true), CsvConverter(typeof(MetadataField))]
    public AiCodeChangeMetadata[]? Metadata { get; init; }

    [CsvIgnore]
    public int? FileCount { get; }

    [CsvIgnore]
    public string? Extensions { get; }
}
