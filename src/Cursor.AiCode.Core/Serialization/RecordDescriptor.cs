using System;
using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization;

/// <summary>Describes how records of one kind are read, written and identified.</summary>
/// <remarks>Types of CsvHelper are in virtual methods only, so that it isn't loaded before a record is read or written as CSV.</remarks>
internal abstract class RecordDescriptor<T>
    where T : class
{
    private readonly bool _keyHasCreatedAt;

    protected RecordDescriptor(AiCodeKind kind, ReadJson<ParsedRecord<T>> readJson)
    {
        Kind = kind;
        ReadJson = readJson;
        _keyHasCreatedAt = CsvColumns.KeyHasCreatedAt(kind);
    }

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; }

    /// <summary>Reads a record from JSON.</summary>
    public ReadJson<ParsedRecord<T>> ReadJson { get; }

    /// <summary>Creates a reader of rows below <paramref name="headers"/>.</summary>
    public abstract RecordCsvMapper<T> CreateMapper(IReadOnlyList<string> headers);

    /// <summary>Writes one field of a record as CSV.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="column">The index of the column in <see cref="CsvColumns"/>; otherwise the field is empty.</param>
    /// <param name="record">The record.</param>
    /// <param name="escapeFormula">Whether formulas in texts are escaped.</param>
    public abstract void WriteField(CsvWriter csv, int column, in ParsedRecord<T> record, bool escapeFormula);

    /// <summary>Returns the commit hash or change ID.</summary>
    public abstract string? GetId(T record);

    /// <summary>Returns a record from a script, with its times in UTC.</summary>
    public abstract ParsedRecord<T> Parse(T record);

    /// <summary>Computes the key of a record, with its time to the tick.</summary>
    public RecordKey GetKey(RecordKeyHasher hasher, in ParsedRecord<T> record) =>
        GetKey(hasher, record, record.CreatedAt.Ticks, static text => text);

    /// <summary>Computes the key that the record has as a row of a file, where times have milliseconds.</summary>
    /// <param name="hasher">Computes the key.</param>
    /// <param name="record">The record.</param>
    /// <param name="normalize">Whether a text is compared without regard to whether <c>-EscapeFormula</c> escaped it.</param>
    public RecordKey GetRowKey(RecordKeyHasher hasher, in ParsedRecord<T> record, bool normalize)
    {
        Func<string?, string?> text = normalize ? FormulaText.Normalize : static text => text;
        return GetKey(hasher, record, Timestamp.TruncateToMilliseconds(record.CreatedAt.Ticks), text);
    }

    /// <summary>Adds the texts that identify a record to its key.</summary>
    protected abstract void AddKeyFields(RecordKeyHasher hasher, T record, Func<string?, string?> text);

    private RecordKey GetKey(RecordKeyHasher hasher, in ParsedRecord<T> record, long createdAt, Func<string?, string?> text)
    {
        AddKeyFields(hasher, record.Record, text);
        if (_keyHasCreatedAt)
        {
            hasher.Add(createdAt);
        }

        return hasher.GetKeyAndReset();
    }
}
