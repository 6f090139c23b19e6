using System;
using System.Collections.Generic;
using System.Linq;
using DuckDB.NET.Data;

namespace Cursor.AiCode.Engine.Tests.Support;

/// <summary>An in-memory DuckDB database, which reads CSV, JSON and Parquet files and never downloads an extension.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDb()
    {
        _connection.Open();
        Execute("SET autoinstall_known_extensions = false");
        Execute("SET TimeZone = 'UTC'");
    }

    /// <summary>A path as an SQL literal. A path with * or ** names several files.</summary>
    public static string Literal(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query. NULL is null, a sum of BIGINT is a BigInteger.</summary>
    public IReadOnlyList<object?[]> Query(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(Array.ConvertAll(row, static value => value is DBNull ? null : value));
        }

        return rows;
    }

    /// <summary>The columns of a query with their SQL types, in order.</summary>
    public IReadOnlyList<(string Name, string Type)> Describe(string query) =>
        Query($"SELECT column_name, column_type FROM (DESCRIBE {query})").Select(static row => ((string)row[0]!, (string)row[1]!)).ToArray();

    public void Dispose() => _connection.Dispose();
}
