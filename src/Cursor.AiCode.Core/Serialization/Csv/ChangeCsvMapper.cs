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
    /// <param name="escapeFormula">Whether formulas in texts are escaped.</param>
    public static void WriteField(CsvWriter csv, int column, in ParsedRecord<AiCodeChange> change, bool escapeFormula)
    {
        AiCodeChange record = change.Record;
        switch (column)
        {
            case 0: CsvValue.Write(csv, record.ChangeId, escapeFormula); break;
            case 1: CsvValue.Write(csv, record.UserId, escapeFormula); break;
            case 2: CsvValue.Write(csv, record.UserEmail, escapeFormula); break;
            case 3: CsvValue.Write(csv, record.Source, escapeFormula); break;
            case 4: CsvValue.Write(csv, record.Model, escapeFormula); break;
            case 5: CsvValue.Write(csv, record.TotalLinesAdded); break;
            case 6: CsvValue.Write(csv, record.TotalLinesDeleted); break;
            case 7: CsvValue.Write(csv, change.CreatedAt); break;
            case 8: CsvValue.Write(csv, record.Metadata, escapeFormula); break;
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
