using System.Collections.Generic;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Reads and writes changes as rows.</summary>
internal sealed class ChangeCsvMapper : RecordCsvMapper<AiCodeChange>
{
    public ChangeCsvMapper(IReadOnlyList<string> headers)
        : base(AiCodeKind.Change, headers)
    {
    }

    /// <summary>Writes one field of a change.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="column">The index of the column in <see cref="CsvColumns.Change"/>.</param>
    /// <param name="change">The change.</param>
    public static void WriteField(CsvWriter csv, int column, in ParsedRecord<AiCodeChange> change)
    {
        AiCodeChange record = change.Record;
        switch (column)
        {
            case 0: csv.WriteField(record.ChangeId); break;
            case 1: csv.WriteField(record.UserId); break;
            case 2: csv.WriteField(record.UserEmail); break;
            case 3: csv.WriteField(record.Source); break;
            case 4: csv.WriteField(record.Model); break;
            case 5: CsvValue.Write(csv, record.TotalLinesAdded); break;
            case 6: CsvValue.Write(csv, record.TotalLinesDeleted); break;
            case 7: CsvValue.Write(csv, change.CreatedAt); break;
            case 8: CsvValue.Write(csv, record.Metadata); break;
            default: csv.WriteField(default(string)); break;
        }
    }

    protected override AiCodeChange ReadRecord(CsvReader reader) => new()
    {
        ChangeId = CsvValue.ReadIdentifier(Next(reader)),
        UserId = CsvValue.ReadPooledText(Next(reader)),
        UserEmail = CsvValue.ReadPooledText(Next(reader)),
        Source = CsvValue.ReadPooledText(Next(reader)),
        Model = CsvValue.ReadPooledText(Next(reader)),
        TotalLinesAdded = CsvValue.ReadCount(Next(reader)),
        TotalLinesDeleted = CsvValue.ReadCount(Next(reader)),
        CreatedAt = NextCreatedAt(reader),
        Metadata = CsvValue.ReadMetadata(Next(reader)),
    };
}
