using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Dataset;

/// <summary>The columns of a data set, and queries of several engines for them.</summary>
internal sealed class DatasetSchema
{
    /// <summary>The name of the column with the files of a change in Parquet, where it is a list instead of JSON text.</summary>
    public const string MetadataColumn = "metadata";

    private const string MetadataJsonColumn = "metadata_json";
    private const string Separator = ",\n    ";

    private readonly AiCodeKind _kind;
    private readonly IReadOnlyList<CsvColumn> _columns;

    public DatasetSchema(AiCodeKind kind, AiCodeFileFormat format)
    {
        _kind = kind;
        _columns = CsvColumns.Of(kind);
        IsParquet = format.Format == AiCodeDatasetFormat.Parquet;
        Columns = _columns.Select(column => new DatasetColumn(NameOf(column), TypeOf(column), IsNullable(column.Type), Describe(column.Name))).ToList();
    }

    /// <summary>Whether the files contain the types of their columns.</summary>
    public bool IsParquet { get; }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; }

    private string Table => _kind == AiCodeKind.Commit ? "commits" : "changes";

    private string Key => _columns[0].Name;

    /// <summary>A query of DuckDB.</summary>
    public string DuckDb(string files)
    {
        string source = IsParquet
            ? $"read_parquet('{files}', hive_partitioning = true)"
            : $$"""
              read_csv('{{files}}', hive_partitioning = true, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
                  {{string.Join(Separator, _columns.Select(static column => $"'{column.Name}': '{Sql(column.Type, "TIMESTAMPTZ")}'"))}}
              })
              """;
        return $"""
            SELECT created_date, count(*) AS {Table}, sum(total_lines_added) AS lines_added
            FROM {source}
            WHERE created_date >= DATE '2025-07-01'
            GROUP BY created_date ORDER BY created_date;
            """;
    }

    /// <summary>A query of ClickHouse.</summary>
    public string ClickHouse(string files)
    {
        string source = IsParquet
            ? $"file('{files}', Parquet)"
            : $"file('{files}', CSVWithNames, '\n    {string.Join(Separator, _columns.Select(ClickHouseColumn))}')";
        return $"""
            SELECT created_date, count() AS {Table}, sum(total_lines_added) AS lines_added
            FROM {source}
            WHERE created_date >= '2025-07-01'
            GROUP BY created_date ORDER BY created_date
            SETTINGS use_hive_partitioning = 1{(IsParquet ? "" : ", date_time_input_format = 'best_effort', input_format_csv_empty_as_default = 1")};
            """;
    }

    /// <summary>A query of Spark.</summary>
    public string Spark(string fileName) => IsParquet
        ? $"""
          # Without the filter, Spark would read this file, too.
          {Table} = spark.read.option("pathGlobFilter", "*.parquet").parquet(".")
          {Table}.where("created_date >= '2025-07-01'").groupBy("created_date").sum("total_lines_added").show()
          """
        : $""""
          # Without the filter, Spark would read this file, too.
          schema = """
              {string.Join(Separator, _columns.Select(static column => $"{column.Name} {Sql(column.Type, "TIMESTAMP").Replace("VARCHAR", "STRING")}"))}
          """
          {Table} = spark.read.csv(".", schema, header=True, multiLine=True, escape='"', pathGlobFilter="{fileName}")
          {Table}.where("created_date >= '2025-07-01'").groupBy("created_date").sum("total_lines_added").show()
          """";

    /// <summary>Statements of Trino.</summary>
    public string Trino() => $"""
        CREATE TABLE hive.default.{Table} (
            {string.Join(Separator, Columns.Zip(_columns, (column, source) => $"{column.Name} {TrinoType(source)}"))},
            created_date {(IsParquet ? "DATE" : "VARCHAR")}
        )
        WITH (external_location = 's3://bucket/{Table}', format = '{(IsParquet ? "PARQUET" : "CSV")}', partitioned_by = ARRAY['created_date']{(IsParquet ? "" : ", skip_header_line_count = 1")});
        CALL hive.system.sync_partition_metadata('default', '{Table}', 'ADD');
        """;

    /// <summary>A query of Polars.</summary>
    public string Polars(string files) => IsParquet
        ? $"""
          import datetime, polars as pl
          {Table} = pl.scan_parquet("{files}", hive_partitioning=True)
          {Table}.filter(pl.col("created_date") >= datetime.date(2025, 7, 1)).select(pl.len(), pl.sum("total_lines_added")).collect()
          """
        : $$"""
          import polars as pl
          {{Table}} = pl.scan_csv("{{files}}", try_parse_dates=True, schema_overrides={"{{Key}}": pl.String})
          {{Table}}.select(pl.len(), pl.sum("total_lines_added")).collect()
          """;

    private static bool IsNullable(CsvColumnType type) => type is CsvColumnType.Text or CsvColumnType.Json or CsvColumnType.OptionalCount or CsvColumnType.Boolean or CsvColumnType.OptionalTime;

    private static string Sql(CsvColumnType type, string timestamp) => type switch
    {
        CsvColumnType.Count or CsvColumnType.OptionalCount => "INTEGER",
        CsvColumnType.Boolean => "BOOLEAN",
        CsvColumnType.Time or CsvColumnType.OptionalTime => timestamp,
        _ => "VARCHAR",
    };

    private static string ClickHouseColumn(CsvColumn column)
    {
        string type = column.Type switch
        {
            CsvColumnType.Count or CsvColumnType.OptionalCount => "Int32",
            CsvColumnType.Boolean => "Bool",
            CsvColumnType.Time or CsvColumnType.OptionalTime => "DateTime64(3, ''UTC'')",
            _ => "String",
        };
        return $"{column.Name} {(IsNullable(column.Type) ? $"Nullable({type})" : type)}";
    }

    private static string Describe(string name) => name switch
    {
        "commit_hash" => "The Git hash of the commit.",
        "change_id" => "The ID of the change. It is text: IDs can exceed 64 bits.",
        "user_id" => "The encoded ID of the user.",
        "user_email" => "The e-mail address of the user.",
        "repo_name" => "The repository.",
        "branch_name" => "The branch.",
        "is_primary_branch" => "Whether the branch is the default branch of the repository.",
        "commit_source" => "ide, cli, cloud, or a value that was added later.",
        "source" => "TAB, COMPOSER, or a value that was added later.",
        "model" => "The model that wrote the change.",
        "message" => "The commit message, with its line breaks.",
        "commit_ts" => "The time of the commit, which an amend doesn't change.",
        "created_at" => "The time when the service ingested the record.",
        MetadataJsonColumn => "The files of the change: fileName, fileExtension, linesAdded, linesDeleted.",
        "total_lines_added" => "The number of added lines.",
        "total_lines_deleted" => "The number of deleted lines.",
        _ => $"The number of lines {(name.EndsWith("added", StringComparison.Ordinal) ? "added" : "deleted")} {WriterOf(name)}.",
    };

    private static string WriterOf(string name) => name.StartsWith("tab", StringComparison.Ordinal) ? "by inline completions (Tab)"
        : name.StartsWith("composer", StringComparison.Ordinal) ? "by Composer (agent)"
        : "that aren't attributed to AI";

    private string NameOf(CsvColumn column) => IsParquet && column.Type == CsvColumnType.Json ? MetadataColumn : column.Name;

    private string TypeOf(CsvColumn column) => column.Type == CsvColumnType.Json
        ? IsParquet ? "list of (file_name text, file_extension text, lines_added and lines_deleted 32-bit integer)" : "JSON text"
        : column.Type switch
        {
            CsvColumnType.Count or CsvColumnType.OptionalCount => "32-bit integer",
            CsvColumnType.Boolean => "boolean",
            CsvColumnType.Time or CsvColumnType.OptionalTime => "timestamp in UTC, with milliseconds",
            _ => "text",
        };

    private string TrinoType(CsvColumn column) => !IsParquet ? "VARCHAR"
        : column.Type == CsvColumnType.Json ? "ARRAY(ROW(file_name VARCHAR, file_extension VARCHAR, lines_added INTEGER, lines_deleted INTEGER))"
        : Sql(column.Type, "TIMESTAMP(3)");
}
