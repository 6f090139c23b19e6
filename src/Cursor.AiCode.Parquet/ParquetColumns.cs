using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Dataset;
using Cursor.AiCode.Serialization.Csv;
using Parquet.Schema;

namespace Cursor.AiCode.Parquet;

/// <summary>The columns of Parquet files, which never change.</summary>
internal sealed class ParquetColumns
{
    /// <summary>The nested columns of the files of a change.</summary>
    public static readonly IReadOnlyList<CsvColumn> FileColumns =
    [
        new("file_name", CsvColumnType.Text),
        new("file_extension", CsvColumnType.Text),
        new("lines_added", CsvColumnType.Count),
        new("lines_deleted", CsvColumnType.Count),
    ];

    // Each record has its own value, so a dictionary of them would only take time.
    private static readonly string[] UniqueColumns = ["commit_hash", "change_id", "message"];

    private readonly int _texts;
    private readonly int _numbers;

    /// <summary>Creates the columns of a kind of records.</summary>
    public ParquetColumns(AiCodeKind kind)
    {
        CsvColumns = Serialization.Csv.CsvColumns.Of(kind);
        HasFiles = CsvColumns.Any(IsFiles);
        Schema = CreateSchema(isSource: false);
        DataField[] sources = CreateSchema(isSource: true).GetDataFields();
        var columns = new List<ParquetColumn>();
        foreach (CsvColumn column in CsvColumns.Where(static column => !IsFiles(column)))
        {
            int index = IsText(column.Type) ? _texts++ : _numbers++;
            columns.Add(new ParquetColumn(column.Type, index, Schema.DataFields[columns.Count], sources[columns.Count], !UniqueColumns.Contains(column.Name)));
        }

        // The last number of a change is that of its files.
        _numbers += HasFiles ? 1 : 0;
        Columns = columns;
        Nested = HasFiles ? FileColumns.Select((column, i) => new ParquetColumn(
            column.Type, i % 2, Schema.DataFields[columns.Count + i], sources[columns.Count + i], column.Name == "file_extension")).ToList() : [];
    }

    /// <summary>The columns of the CSV that records come from.</summary>
    public IReadOnlyList<CsvColumn> CsvColumns { get; }

    /// <summary>The schema of the files.</summary>
    public ParquetSchema Schema { get; }

    /// <summary>The columns with one value for each record.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The columns with one value for each file of a change; empty for commits.</summary>
    public IReadOnlyList<ParquetColumn> Nested { get; }

    /// <summary>Whether records have files.</summary>
    public bool HasFiles { get; }

    /// <summary>The index of the number of files among the numbers of a record.</summary>
    public int FileCountIndex => _numbers - 1;

    /// <summary>Whether a column has the files of a change.</summary>
    public static bool IsFiles(CsvColumn column) => column.Type == CsvColumnType.Json;

    /// <summary>Whether the values of a column are texts.</summary>
    public static bool IsText(CsvColumnType type) => type is CsvColumnType.Text or CsvColumnType.Identifier;

    /// <summary>Creates a buffer for the files of changes.</summary>
    public static ColumnBuffer CreateFileBuffer() => new(texts: 2, numbers: 2);

    /// <summary>Creates a buffer for records.</summary>
    public ColumnBuffer CreateBuffer() => new(_texts, _numbers);

    // The library takes texts as UTF-16 and times as DateTime. As their source it also takes what the files contain: UTF-8
    // and 64-bit numbers, by fields of another schema with the same structure.
    private static DataField CreateField(CsvColumn column, bool isSource) => column.Type switch
    {
        CsvColumnType.Text or CsvColumnType.Identifier =>
            new DataField(column.Name, isSource ? typeof(byte[]) : typeof(string), isNullable: column.Type == CsvColumnType.Text, isArray: false),
        CsvColumnType.Count => new DataField<int>(column.Name, nullable: false),
        CsvColumnType.OptionalCount => new DataField<int>(column.Name, nullable: true),
        CsvColumnType.Boolean => new DataField<bool>(column.Name, nullable: true),
        _ when isSource => new DataField<long>(column.Name, nullable: column.Type == CsvColumnType.OptionalTime),
        _ => new DateTimeDataField(
            column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis, isNullable: column.Type == CsvColumnType.OptionalTime),
    };

    private ParquetSchema CreateSchema(bool isSource) => new(CsvColumns.Select(column => (Field)(IsFiles(column)
        ? new ListField(DatasetSchema.MetadataColumn, new StructField(ListField.ElementName, FileColumns.Select(file => (Field)CreateField(file, isSource)).ToArray()))
        : CreateField(column, isSource))));
}
