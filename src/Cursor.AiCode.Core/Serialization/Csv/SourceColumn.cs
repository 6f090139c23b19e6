using System;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>A documented column, and its index in a response or file.</summary>
/// <param name="Index">The index of the column in the header; -1 if it is missing.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct SourceColumn(int Index, CsvColumnType Type, string Name)
{
    /// <summary>Returns the field of the row that the reader is positioned on; empty if it lacks the column.</summary>
    public ReadOnlySpan<byte> GetField(CsvReader row) => Index >= 0 ? row.GetSpan(Index) : default;
}
