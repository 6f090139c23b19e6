using System.Numerics;
using Cursor.AiCode.Engine.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Engine.Tests;

/// <summary>Tests that the helper reads a Parquet data set with a folder for each day, without a download.</summary>
public sealed class DuckDbTests
{
    [Fact]
    public void Parquet_data_sets_have_the_column_of_their_folders()
    {
        using var duckDb = new DuckDb();
        using var folder = new TempFolder();
        duckDb.Execute($"""
            COPY (SELECT DATE '2025-07-30' + (range % 2)::INTEGER AS created_date, range AS lines, 'it''s' AS message, NULL::VARCHAR AS model FROM range(10))
            TO {DuckDb.Literal(folder.File("it's"))} (FORMAT parquet, PARTITION_BY created_date)
            """);
        string all = $"FROM {DuckDb.Literal(folder.File("it's/*/*.parquet"))}";

        Assert.Equal([("lines", "BIGINT"), ("message", "VARCHAR"), ("model", "VARCHAR"), ("created_date", "DATE")], duckDb.Describe(all));
        Assert.Equal(
            [["2025-07-30", (BigInteger)20, "it's", null], ["2025-07-31", (BigInteger)25, "it's", null]],
            duckDb.Query($"SELECT created_date::VARCHAR, sum(lines), min(message), min(model) {all} GROUP BY ALL ORDER BY ALL"));
    }
}
