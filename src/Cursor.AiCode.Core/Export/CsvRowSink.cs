using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>
/// Makes rows of a file of the records. A row that comes as it is to be written passes through as its bytes; one whose
/// columns must be mapped, or a field of it made canonical or neutralised, is written anew.
/// </summary>
internal sealed class CsvRowSink<T> : RecordSink<T, RowBatch>, IDisposable
    where T : class
{
    private readonly RecordKeyHasher _key;
    private readonly IReadOnlyList<CsvColumn> _known;
    private readonly bool _escapeFormula;
    private readonly CsvRowFormatter<T> _writer;
    private readonly CsvKeyReader _identity;
    private readonly ConcurrentBag<RowBatch> _written = [];
    private int[] _source = [];
    private int[] _checked = [];
    private bool _sameColumns;

    /// <summary>Rows for a file of the given layout; null for a new file, whose layout the first answer decides.</summary>
    public CsvRowSink(RecordDescriptor<T> schema, CsvFileFormat? layout, bool escapeFormula)
        : base(schema)
    {
        _key = new RecordKeyHasher(toMilliseconds: true, asInFile: layout is not null);
        _known = CsvColumns.Of(schema.Kind);
        _escapeFormula = escapeFormula;
        _writer = new CsvRowFormatter<T>(escapeFormula);
        Layout = layout;
        _identity = schema.IdentityOfRows(_key);
    }

    /// <summary>The columns that the API sent, and that the file does not have, wholly or in part.</summary>
    public SortedSet<string> OmittedColumns { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The layout of the file; null until it is decided.</summary>
    public CsvFileFormat? Layout { get; private set; }

    public override RowBatch FromPage(IReadOnlyList<Stamped<T>> records)
    {
        Layout ??= CsvFileFormat.Canonical(Schema.Kind);
        OmittedColumns.UnionWith(Layout.Columns.Skip(_known.Count));
        RowBatch batch = NewBatch();
        foreach (Stamped<T> record in records)
        {
            Add(batch, record);
        }

        return batch;
    }

    /// <summary>Adds an object's row.</summary>
    public void Add(RowBatch batch, in Stamped<T> record)
    {
        Layout ??= CsvFileFormat.Canonical(Schema.Kind);
        _writer.Write(batch, record, Layout);
        batch.End(Schema.KeyOf(_key, record), record.CreatedAt.Ticks, record.CommittedAt?.Ticks ?? 0);
    }

    public override void BeginCsv(CsvReader reader, bool usesCarriageReturn)
    {
        Layout ??= CsvFileFormat.ForHeader(Schema.Kind, reader.Headers, usesCarriageReturn ? CsvFileFormat.StandardNewLine : "\n");
        OmittedColumns.UnionWith(reader.Headers.Where(header => CsvColumns.IndexOf(Layout.Columns, header) < 0));
        _source = Layout.Columns.Select(name => CsvColumns.IndexOf(reader.Headers, name)).ToArray();
        _checked = Enumerable.Range(0, _source.Length).Where(NeedsCheck).ToArray();
        _identity.Begin(reader.Headers);
        _sameColumns = _source.Length == reader.Headers.Count && _source.Select(static (source, index) => source == index).All(static same => same);
    }

    public override RowBatch NewBatch() => _written.TryTake(out RowBatch? batch) ? batch : new RowBatch(_written);

    [MethodImpl(Jit.AtOnce)]
    public override void AddCsv(RowBatch batch, CsvReader reader)
    {
        if (IsAsWritten(reader))
        {
            batch.Append(reader.RawRecord);
            batch.Append(Layout!.NewLineBytes);
        }
        else
        {
            _writer.Write(batch, reader, _source, _known, Layout!);
        }

        long createdAt = _identity.CreatedAt(reader);
        batch.End(_identity.KeyOf(reader, createdAt), createdAt, _identity.CommittedAt(reader));
    }

    /// <summary>The key of the row that a reader of a file of this layout stands on.</summary>
    public RecordKey KeyOf(CsvReader reader) => _identity.KeyOf(reader, _identity.CreatedAt(reader));

    public void Dispose() => _writer.Dispose();

    // A text can be anything, unless a spreadsheet must not run it.
    private bool NeedsCheck(int column) => _escapeFormula || TypeOf(column) != CsvColumnType.Text;

    private CsvColumnType TypeOf(int column) => column < _known.Count ? _known[column].Type : CsvColumnType.Text;

    [MethodImpl(Jit.AtOnce)]
    private bool IsAsWritten(CsvReader reader)
    {
        bool same = _sameColumns;
        foreach (int column in _checked)
        {
            CsvColumnType type = TypeOf(column);
            if (type == CsvColumnType.Metadata && _source[column] >= 0 && PlainMetadata.Is(reader.GetRawSpan(_source[column])))
            {
                continue;
            }

            ReadOnlySpan<byte> field = Field(reader, column);
            try
            {
                same &= FieldNormalizer.Check(type, field);
            }
            catch (FormatException e)
            {
                throw new CsvFormatException($"Column '{Layout!.Columns[column]}': {e.Message}", reader.RowNumber + 1, reader.ByteOffset);
            }

            if (_escapeFormula && type is CsvColumnType.Text or CsvColumnType.Identifier && FieldNormalizer.IsFormula(field))
            {
                same = false;
            }
        }

        return same;
    }

    [MethodImpl(Jit.AtOnce)]
    private ReadOnlySpan<byte> Field(CsvReader reader, int column) =>
        column >= 0 && _source[column] >= 0 ? reader.GetSpan(_source[column]) : default;
}
