using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Parquet;
using Parquet.Schema;

namespace Cursor.AiCode.Parquet;

/// <summary>Writes the columns of a row group.</summary>
internal sealed class RowGroupEncoder
{
    // Engines need the smallest and the largest text of a column only as a bound, and hold them in the memory of a query.
    private const int MaxStatisticsBytes = 128;

    // The first byte of the UTF-8 of characters that are two in UTF-16.
    private const byte FirstOfFour = 0xF0;

    private readonly ParquetRowGroupWriter _writer;
    private readonly RowGroup _group;

    public RowGroupEncoder(ParquetRowGroupWriter writer, RowGroup group)
    {
        _writer = writer;
        _group = group;
    }

    /// <summary>Writes the columns in their order.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (ParquetColumn column in _group.Columns.Columns)
        {
            await WriteAsync(new ColumnValues(column, _group.Records, _group.RecordRows, NestedLevels.None), cancellationToken).ConfigureAwait(false);
        }

        if (_group.Files is not null)
        {
            NestedLevels levels = NestedLevels.Create(_group);
            foreach (ParquetColumn column in _group.Columns.Nested)
            {
                await WriteAsync(new ColumnValues(column, _group.Files, _group.FileRows, levels), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task WriteAsync(ColumnValues source, CancellationToken cancellationToken) => source.Column.Type switch
    {
        CsvColumnType.Text or CsvColumnType.Identifier => WriteTextAsync(source, cancellationToken),
        CsvColumnType.Boolean => WriteAsync(source, static value => value != 0, cancellationToken),
        CsvColumnType.Count or CsvColumnType.OptionalCount => WriteAsync(source, static value => (int)value, cancellationToken),
        _ => WriteAsync(source, static value => value, cancellationToken),
    };

    private async Task WriteTextAsync(ColumnValues source, CancellationToken cancellationToken)
    {
        if (!source.Column.HasDictionary || !await TryWriteDictionaryAsync(source, cancellationToken).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte>[] texts = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(source.Rows.Length);
            int count = 0;
            foreach (int row in source.Rows)
            {
                if (source.Values.GetText(row, source.Column.Index) is { IsEmpty: false } text)
                {
                    texts[count++] = text;
                }
            }

            await WriteAsync(source, source.Column.Source, texts, count, cancellationToken).ConfigureAwait(false);
        }
    }

    // The library writes the smallest and the largest text of a dictionary, in the order of UTF-16. With characters that are
    // two in UTF-16, that differs from the order of UTF-8, by which engines skip row groups. Then nothing is written.
    private async Task<bool> TryWriteDictionaryAsync(ColumnValues source, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<char>[] texts = ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(source.Rows.Length);
        int count = 0;
        foreach (int row in source.Rows)
        {
            ReadOnlyMemory<byte> utf8 = source.Values.GetText(row, source.Column.Index);
            if (utf8.Length > MaxStatisticsBytes || utf8.Span.IndexOfAnyInRange(FirstOfFour, byte.MaxValue) >= 0)
            {
                ArrayPool<ReadOnlyMemory<char>>.Shared.Return(texts);
                return false;
            }

            if (StringPool.Get(utf8.Span) is { } text)
            {
                texts[count++] = text.AsMemory();
            }
        }

        await WriteAsync(source, source.Column.Field, texts, count, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task WriteAsync<TValue>(ColumnValues source, Func<long, TValue> convert, CancellationToken cancellationToken)
        where TValue : struct
    {
        TValue[] numbers = ArrayPool<TValue>.Shared.Rent(source.Rows.Length);
        int count = 0;
        foreach (int row in source.Rows)
        {
            if (source.Values.GetNumber(row, source.Column.Index) is var value && value != ColumnBuffer.Null)
            {
                numbers[count++] = convert(value);
            }
        }

        return WriteAsync(source, source.Column.Source, numbers, count, cancellationToken);
    }

    private async Task WriteAsync<TValue>(ColumnValues source, DataField field, TValue[] values, int count, CancellationToken cancellationToken)
        where TValue : struct
    {
        int[] definitions = ArrayPool<int>.Shared.Rent(source.Levels.GetLength(source));
        try
        {
            ReadOnlyMemory<int>? levels = source.Levels.FillDefinitions(source, definitions);
            await _writer.WriteAllPartsAsync<TValue>(field, values.AsMemory(0, count), levels, source.Levels.Repetitions, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(definitions);
            ArrayPool<TValue>.Shared.Return(values);
        }
    }
}
