using System;
using System.Collections.Generic;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Export;

/// <summary>
/// Converts responses of the API to rows of a file. A row that needs no change is copied byte by byte.
/// A row with other columns, or with a field that must be normalized or escaped, is written from its fields.
/// </summary>
internal sealed class CsvRowSink<T> : RecordSink<RowBatch>, IDisposable
    where T : class
{
    private readonly RecordDescriptor<T> _descriptor;
    private readonly RecordKeyHasher _hasher = new();
    private readonly CsvRowFormatter<T> _formatter;
    private readonly bool _escapeFormula;
    private readonly bool _normalize;
    private CsvFileFormat? _format;
    private RowParser? _parser;
    private List<int>? _missingColumns;
    private SourceColumn[] _columns = [];
    private bool _sameColumns;

    /// <summary>Creates a sink for a file.</summary>
    /// <param name="descriptor">The kind of the records.</param>
    /// <param name="format">The format of the file; null for the format of the first response.</param>
    /// <param name="escapeFormula">Whether texts that a spreadsheet would run are escaped.</param>
    /// <param name="normalize">Whether keys are compared with those of a file, whose texts can be escaped.</param>
    public CsvRowSink(RecordDescriptor<T> descriptor, CsvFileFormat? format, bool escapeFormula, bool normalize = false)
    {
        _descriptor = descriptor;
        _format = format;
        _normalize = normalize;
        _escapeFormula = escapeFormula;
        _formatter = new CsvRowFormatter<T>(descriptor, escapeFormula);
    }

    public override AiCodeKind Kind => _descriptor.Kind;

    public override bool PrefersPages => false;

    /// <summary>The format of the file. It is decided by the first response.</summary>
    public CsvFileFormat Format => _format ??= CsvFileFormat.Default(Kind);

    /// <summary>The columns that the API or the pipeline has values of and the file doesn't have, or not for all records.</summary>
    public SortedSet<string> OmittedColumns { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override RecordPage<RowBatch> ReadPage(ReadOnlySpan<byte> json)
    {
        Page<T> page = PageReader.Read(json, _descriptor.ReadJson);

        // JSON has no columns that aren't documented, so the file lacks some values in those that it has.
        OmittedColumns.UnionWith(Format.Columns.Where((_, i) => Format.KnownColumns[i] < 0));
        RowBatch batch = NewBatch();
        foreach (ParsedRecord<T> record in page.Items)
        {
            Add(batch, record);
        }

        return new RecordPage<RowBatch>(batch, page.TotalCount, page.PageSize);
    }

    /// <summary>Adds the row of an object.</summary>
    /// <exception cref="AiCodeException">The row is too large.</exception>
    public void Add(RowBatch batch, in ParsedRecord<T> record)
    {
        _formatter.Write(batch, record, Format);
        AddOmittedColumns(record);
        if (batch.RowLength > RecordSize.MaxBytes)
        {
            throw new AiCodeException(
                AiCodeErrorKind.InvalidData, $"A record can't be written. {RecordSize.Describe(_descriptor.GetId(record.Record), Timestamp.Format(record.CreatedAt))}");
        }

        RecordKey key = _descriptor.GetRowKey(_hasher, record, normalize: _normalize);
        batch.EndRow(new RecordIdentity(key, record.CreatedAt.Ticks, record.CommittedAt?.Ticks ?? 0));
    }

    public override (long TotalCount, int RecordCount) ReadCounts(ReadOnlySpan<byte> json)
    {
        Page<T> page = PageReader.Read(json, _descriptor.ReadJson);
        return (page.TotalCount, page.Items.Count);
    }

    public override void BeginCsv(CsvReader reader, string newLine, byte[]? rawHeader)
    {
        _format ??= CsvFileFormat.FromHeader(Kind, reader.Headers, newLine, rawHeader);
        OmittedColumns.UnionWith(reader.Headers.Where(header => CsvColumns.IndexOf(Format.Columns, header) < 0));
        _columns = Format.Columns.Select((name, i) => new SourceColumn(CsvColumns.IndexOf(reader.Headers, name), TypeOf(Format.KnownColumns[i]), name)).ToArray();

        _sameColumns = _columns.Length == reader.Headers.Count && _columns.Select(static (column, index) => column.Index == index).All(static same => same);
        _parser = new RowParser(Kind, reader.Headers, normalize: _normalize);
    }

    public override RowBatch NewBatch() => new();

    public override void AddRow(RowBatch batch, CsvReader row)
    {
        bool passes = _parser!.Parse(row) && _sameColumns;
        if (passes && !(_escapeFormula && HasFormula(row)))
        {
            batch.Append(row.RawRecord);
            batch.Append(Format.NewLine);
        }
        else
        {
            _formatter.Write(batch, row, _columns, Format);
            CsvReaderFactory.VerifySize(row, Kind, batch.RowLength);
        }

        batch.EndRow(_parser.GetIdentity(row));
    }

    public void Dispose() => _formatter.Dispose();

    // Only a file that is appended to can lack documented columns.
    private void AddOmittedColumns(in ParsedRecord<T> record)
    {
        _missingColumns ??= Enumerable.Range(0, CsvColumns.Of(Kind).Count).Except(Format.KnownColumns).ToList();
        for (int i = _missingColumns.Count - 1; i >= 0; i--)
        {
            if (_formatter.HasValue(_missingColumns[i], record))
            {
                _ = OmittedColumns.Add(CsvColumns.Of(Kind)[_missingColumns[i]].Name);
                _missingColumns.RemoveAt(i);
            }
        }
    }

    private CsvColumnType TypeOf(int knownColumn) => knownColumn < 0 ? CsvColumnType.Text : CsvColumns.Of(Kind)[knownColumn].Type;

    private bool HasFormula(CsvReader row)
    {
        foreach (SourceColumn column in _columns)
        {
            if (FieldNormalizer.IsText(column.Type) && FormulaText.IsFormula(column.GetField(row)))
            {
                return true;
            }
        }

        return false;
    }
}
