using System;
using System.IO;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.Export;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Parquet;

/// <summary>Converts responses of the API to columns. Texts stay UTF-8, so that no objects are made of them.</summary>
internal sealed class ColumnSink<T> : RecordSink<ColumnBatch>, IDisposable
    where T : class
{
    private readonly RecordDescriptor<T> _descriptor;
    private readonly ParquetColumns _columns;
    private readonly ColumnBufferPool _pool;
    private readonly CsvRowSink<T> _rows;
    private readonly CsvFileFormat _format;
    private RowParser? _parser;
    private SourceColumn[] _sources = [];

    public ColumnSink(RecordDescriptor<T> descriptor, ParquetColumns columns)
    {
        _descriptor = descriptor;
        _columns = columns;
        _pool = new ColumnBufferPool(columns);
        _format = CsvFileFormat.Default(descriptor.Kind);
        _rows = new CsvRowSink<T>(descriptor, _format, escapeFormula: false);
    }

    public override AiCodeKind Kind => _descriptor.Kind;

    public override bool PrefersPages => false;

    public override RecordPage<ColumnBatch> ReadPage(ReadOnlySpan<byte> json)
    {
        // JSON takes the way of CSV: its records are few, or come from a service whose CSV endpoint fails.
        RecordPage<RowBatch> page = _rows.ReadPage(json);
        ColumnBatch batch = NewBatch();
        if (page.Records.Count > 0)
        {
            using var rows = new MemoryStream();
            rows.Write(_format.Header);
            page.Records.WriteTo(rows);
            rows.Position = 0;
            using CsvReader reader = CsvReaderFactory.Create(rows);
            reader.ReadHeader();
            BeginCsv(reader, "", null);
            while (reader.Read())
            {
                AddRow(batch, reader);
            }
        }

        return new RecordPage<ColumnBatch>(batch, page.TotalCount, page.PageSize);
    }

    public override (long TotalCount, int RecordCount) ReadCounts(ReadOnlySpan<byte> json) => _rows.ReadCounts(json);

    public override void BeginCsv(CsvReader reader, string newLine, byte[]? rawHeader)
    {
        _parser = new RowParser(Kind, reader.Headers, normalize: false);
        _sources = _columns.CsvColumns
            .Select(column => new SourceColumn(CsvColumns.IndexOf(reader.Headers, column.Name), column.Type, column.Name))
            .ToArray();
    }

    public override ColumnBatch NewBatch() => new(_columns, _pool);

    public override void AddRow(ColumnBatch batch, CsvReader row)
    {
        // Checks all fields before the first one is added: a row that can't be read leaves no part of it.
        _ = _parser!.Parse(row);
        AiCodeChangeMetadata[]? files = null;
        foreach (SourceColumn column in _sources)
        {
            ReadOnlySpan<byte> field = column.GetField(row);
            switch (column.Type)
            {
                case CsvColumnType.Json:
                    files = ReadFiles(column, field, row);
                    break;
                case CsvColumnType.Text or CsvColumnType.Identifier:
                    batch.Rows.AddText(field);
                    break;
                case CsvColumnType.Count or CsvColumnType.OptionalCount:
                    batch.Rows.AddNumber(LineCount.TryParse(field, out int count) ? count : ColumnBuffer.Null);
                    break;
                case CsvColumnType.Boolean:
                    _ = Utf8Boolean.TryParse(field, out bool? flag);
                    batch.Rows.AddNumber(flag is { } value ? value ? 1 : 0 : ColumnBuffer.Null);
                    break;
                case CsvColumnType.Time:
                    batch.Rows.AddNumber(ToEpoch(_parser.CreatedAt));
                    break;
                case CsvColumnType.OptionalTime:
                    batch.Rows.AddNumber(_parser.CommittedAt > 0 ? ToEpoch(_parser.CommittedAt) : ColumnBuffer.Null);
                    break;
                default:
                    throw new InvalidOperationException($"The column '{column.Name}' has no place in Parquet files.");
            }
        }

        if (_columns.HasFiles)
        {
            batch.AddFiles(files);
        }

        batch.EndRow(_parser.GetIdentity(row));
    }

    public void Dispose() => _rows.Dispose();

    private static long ToEpoch(long ticks) => (Timestamp.TruncateToMilliseconds(ticks) - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    private static AiCodeChangeMetadata[]? ReadFiles(SourceColumn column, ReadOnlySpan<byte> field, CsvReader row)
    {
        try
        {
            return CsvValue.ReadMetadata(field);
        }
        catch (FormatException e)
        {
            throw new CsvFormatException($"Column '{column.Name}': {e.Message}", row.RowNumber + 1, row.ByteOffset);
        }
    }
}
