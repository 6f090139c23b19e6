using System;
using Parquet.Schema;

namespace Cursor.AiCode.Parquet;

/// <summary>
/// The definition and repetition levels of a column, with which Parquet describes nulls and lists. The files of a change are
/// a list that can be null (level 0) or empty (level 1). Its items are never null.
/// </summary>
internal sealed class NestedLevels
{
    /// <summary>The levels of columns with one value for each record.</summary>
    public static readonly NestedLevels None = new(null, null);

    private const int NullList = 0;
    private const int EmptyList = 1;

    // For each value of the column, NullList or EmptyList, or Item.
    private const int Item = -1;

    private readonly int[]? _lists;

    private NestedLevels(int[]? lists, int[]? repetitions)
    {
        _lists = lists;
        Repetitions = repetitions;
    }

    /// <summary>For each value, 0 for the first of a record and 1 for another one of its list; null if there are no lists.</summary>
    public ReadOnlyMemory<int>? Repetitions { get; }

    /// <summary>Creates the levels of the files of a row group.</summary>
    public static NestedLevels Create(RowGroup records)
    {
        int[] lists = new int[records.FileRows.Length + records.RecordRows.Length];
        int[] repetitions = new int[lists.Length];
        int next = 0;
        foreach (int row in records.RecordRows)
        {
            long count = records.Records.GetNumber(row, records.Columns.FileCountIndex);
            if (count is ColumnBuffer.Null or 0)
            {
                lists[next++] = count == 0 ? EmptyList : NullList;
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                lists[next] = Item;
                repetitions[next++] = i == 0 ? 0 : 1;
            }
        }

        Array.Resize(ref lists, next);
        Array.Resize(ref repetitions, next);
        return new NestedLevels(lists, repetitions);
    }

    /// <summary>Returns the number of definition levels of a column.</summary>
    public int GetLength(ColumnValues source) => _lists?.Length ?? source.Rows.Length;

    /// <summary>Returns the definition levels of a column; null if its values are neither nullable nor in lists.</summary>
    /// <param name="source">The values.</param>
    /// <param name="definitions">The memory for the levels.</param>
    public ReadOnlyMemory<int>? FillDefinitions(ColumnValues source, int[] definitions)
    {
        DataField field = source.Column.Field;
        if (_lists is null && !field.IsNullable)
        {
            return null;
        }

        int length = GetLength(source);
        int item = 0;
        for (int i = 0; i < length; i++)
        {
            definitions[i] = _lists is not null && _lists[i] != Item ? _lists[i]
                : field.IsNullable && !source.HasValue(item++) ? field.MaxDefinitionLevel - 1
                : field.MaxDefinitionLevel;
        }

        return definitions.AsMemory(0, length);
    }
}
