using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>Writes rows anew, by CsvHelper.</summary>
internal sealed class CsvRowFormatter<T> : IDisposable
    where T : class
{
    private readonly MemoryStream _row = new();
    private readonly CsvWriter _csv;
    private readonly bool _escapeFormula;

    public CsvRowFormatter(bool escapeFormula)
    {
        _escapeFormula = escapeFormula;
        _csv = CsvWriter.Create(_row, Options(escapeFormula), leaveOpen: true);
    }

    /// <summary>Writes an object as a row.</summary>
    public void Write(RowBatch target, in Stamped<T> record, CsvFileFormat layout)
    {
        if (record.Record is AiCommit commit)
        {
            CommitCsvMapper.Write(_csv, commit, record.CreatedAt, record.CommittedAt);
        }
        else if (record.Record is AiCodeChange change)
        {
            ChangeCsvMapper.Write(_csv, change, record.CreatedAt);
        }

        _csv.EndRecord();
        Finish(target, layout.ExtraColumns, layout.NewLineBytes);
    }

    /// <summary>Writes a row of a CSV answer, with the column of <paramref name="source"/> in the place of each of the file's.</summary>
    public void Write(RowBatch target, CsvReader reader, int[] source, IReadOnlyList<CsvColumn> known, CsvFileFormat layout)
    {
        for (int i = 0; i < known.Count; i++)
        {
            WriteField(known[i].Type, source[i] < 0 ? default : reader.GetSpan(source[i]));
        }

        // CsvHelper wants every record of a writer to have as many fields as the first: the others follow by hand.
        _csv.EndRecord();
        int extra = source.Length - known.Count;
        if (extra == 0)
        {
            Finish(target, 0, layout.NewLineBytes);
            return;
        }

        TakeRow(target);
        for (int i = known.Count; i < source.Length; i++)
        {
            target.Append(","u8);
            if (source[i] >= 0)
            {
                AppendRaw(target, reader, source[i]);
            }
        }

        target.Append(layout.NewLineBytes);
    }

    public void Dispose()
    {
        _csv.Dispose();
        _row.Dispose();
    }

    private static CsvWriterOptions Options(bool escapeFormula) => new()
    {
        NewLine = "\n",

        // Import-Csv takes the spaces at the start of a field for its own where there are no quotes.
        Quoting = CsvQuoting.WhenNeededOrWhitespace,
        Injection = escapeFormula ? CsvInjection.Escape : CsvInjection.None,
        InjectionCharacters = FieldNormalizer.FormulaPrefixes,
    };

    private void WriteField(CsvColumnType type, ReadOnlySpan<byte> field)
    {
        switch (type)
        {
            case CsvColumnType.Count or CsvColumnType.OptionalCount when LineCount.TryParse(field, out int count):
                CsvValue.Write(_csv, count);
                break;
            case CsvColumnType.Utf8Boolean when Utf8Boolean.TryParse(field, out bool? flag):
                CsvValue.Write(_csv, flag);
                break;
            case CsvColumnType.Time or CsvColumnType.OptionalTime when Timestamp.TryParse(field, out DateTime utc):
                CsvValue.Write(_csv, utc);
                break;
            default:
                _csv.WriteField(field);
                break;
        }
    }

    private void AppendRaw(RowBatch target, CsvReader reader, int column)
    {
        ReadOnlySpan<byte> raw = reader.GetRawSpan(column);
        if (!_escapeFormula || !FieldNormalizer.IsFormula(reader.GetSpan(column)))
        {
            target.Append(raw);
            return;
        }

        bool quoted = raw[0] == '"';
        target.Append("\"'"u8);
        target.Append(quoted ? raw.Slice(1) : raw);
        target.Append(quoted ? default : "\""u8);
    }

    private void Finish(RowBatch target, int extraColumns, byte[] newLine)
    {
        TakeRow(target);
        for (int i = 0; i < extraColumns; i++)
        {
            target.Append(","u8);
        }

        target.Append(newLine);
    }

    // The row as the writer has it, without its line break.
    private void TakeRow(RowBatch target)
    {
        _csv.Flush();
        target.Append(_row.GetBuffer().AsSpan(0, (int)_row.Length - 1));
        _row.SetLength(0);
    }
}
