using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using CsvHelper;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Reads and writes changes as rows. Their fields stand in the canonical order.</summary>
internal sealed class ChangeCsvMapper : RecordCsvMapper<AiCodeChange>
{
    public ChangeCsvMapper(IReadOnlyList<string> headers)
        : base(AiCodeKind.Change, headers)
    {
    }

    /// <summary>Writes the fields of a change, with its time in UTC.</summary>
    public static void Write(CsvWriter csv, AiCodeChange change, DateTime createdAt)
    {
        csv.WriteField(change.ChangeId);
        csv.WriteField(change.UserId);
        csv.WriteField(change.UserEmail);
        csv.WriteField(change.Source);
        csv.WriteField(change.Model);
        CsvValue.Write(csv, change.TotalLinesAdded);
        CsvValue.Write(csv, change.TotalLinesDeleted);
        CsvValue.Write(csv, createdAt);
        CsvValue.Write(csv, change.Metadata);
    }

    [MethodImpl(Jit.AtOnce)]
    protected override AiCodeChange ReadRecord(CsvReader reader) => new()
    {
        ChangeId = CsvValue.ReadIdentifier(Next(reader)),
        UserId = CsvValue.ReadPooledText(Next(reader)),
        UserEmail = CsvValue.ReadPooledText(Next(reader)),
        Source = CsvValue.ReadPooledText(Next(reader)),
        Model = CsvValue.ReadPooledText(Next(reader)),
        TotalLinesAdded = CsvValue.ReadCount(Next(reader)),
        TotalLinesDeleted = CsvValue.ReadCount(Next(reader)),
        CreatedAt = CsvValue.ReadLocalTime(Next(reader)),
        Metadata = CsvValue.ReadMetadata(Next(reader)),
    };
}
