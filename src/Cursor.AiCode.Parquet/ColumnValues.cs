namespace Cursor.AiCode.Parquet;

/// <summary>The values of a column of a row group.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">The buffer with the values.</param>
/// <param name="Rows">The rows of the values in it.</param>
/// <param name="Levels">The levels of the values.</param>
internal sealed record ColumnValues(ParquetColumn Column, ColumnBuffer Values, int[] Rows, NestedLevels Levels)
{
    /// <summary>Whether the value at an index isn't null.</summary>
    public bool HasValue(int index) => ParquetColumns.IsText(Column.Type)
        ? !Values.GetText(Rows[index], Column.Index).IsEmpty
        : Values.GetNumber(Rows[index], Column.Index) != ColumnBuffer.Null;
}
