using System;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Dataset;

/// <summary>Writes the README.md of a data set: its columns with their types, and queries to copy for several engines.</summary>
internal static class DatasetReadme
{
    // A file without this line is one of the user's.
    private const string FirstLine = "<!-- Written by Export-AiCodeDataset. Remove this line to keep your changes. -->";

    /// <summary>Writes the file if it doesn't exist, or if an export with another version of the module wrote it.</summary>
    /// <exception cref="AiCodeException">The file can't be written.</exception>
    public static void Write(DatasetFolder folder)
    {
        byte[] content = Encoding.UTF8.GetBytes(Create(folder));
        try
        {
            if (File.Exists(folder.ReadmePath) && IsCurrentOrForeign(File.ReadAllBytes(folder.ReadmePath), content))
            {
                return;
            }

            using AtomicFile file = AtomicFile.Create(folder.ReadmePath);
            file.Stream.Write(content, 0, content.Length);
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.NotWritable(folder.ReadmePath, e);
        }
    }

    private static bool IsCurrentOrForeign(byte[] existing, byte[] content) =>
        existing.AsSpan().SequenceEqual(content) || !existing.AsSpan().StartsWith(Encoding.UTF8.GetBytes(FirstLine));

    private static string Create(DatasetFolder folder)
    {
        var schema = new DatasetSchema(folder.Kind, folder.Format);
        string noun = folder.Kind == AiCodeKind.Commit ? "commits" : "changes";
        string files = $"created_date=*/{folder.FileName}";
        return string.Join("\n",
        [
            FirstLine,
            $"# AI {noun} by UTC day",
            "",
            $"`created_date=2025-07-30/{folder.FileName}` contains the {noun} that Cursor's service ingested on that day, in UTC. A day without {noun} has no folder. Each file is complete, and is replaced as a whole.",
            "",
            "| column | type | |",
            "|---|---|---|",
            .. schema.Columns.Select(static column => $"| {column.Name} | {column.Type}{(column.IsNullable ? ", null" : "")} | {column.Description} |"),
            "",
            "`created_date` is the name of the folder, a date. Filter by it to read only the files of these days. Columns and types never change.",
            "",
            .. folder.Kind == AiCodeKind.Commit
                ? ["A commit can have several records: one for each branch, and another one after an amend. Count the newest record (`created_at`) of each `commit_hash`, `repo_name` and `user_id`.", ""]
                : Array.Empty<string>(),
            "Run the queries in this folder, or put its path before `created_date=`.",
            "",
            "## DuckDB",
            "",
            "```sql",
            schema.DuckDb(files),
            "```",
            "",
            "## ClickHouse",
            "",
            "```sql",
            schema.ClickHouse(files),
            "```",
            "",
            "## Spark",
            "",
            "```python",
            schema.Spark(folder.FileName),
            "```",
            "",
            "## Trino",
            "",
            "```sql",
            schema.Trino(),
            "```",
            .. schema.IsParquet ? Array.Empty<string>() : ["", "Trino and Hive read each line as a row, and all columns as text. Use Parquet if texts contain line breaks."],
            "",
            "## Polars",
            "",
            "```python",
            schema.Polars(files),
            "```",
            "",
        ]);
    }
}
