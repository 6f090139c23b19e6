using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A text that names a record and is never missing.</summary>
internal sealed class IdentifierField : ICsvConverter<string>
{
    public string Read(CsvReader reader, int index) => reader.IsEmpty(index)
        ? throw new FormatException("The id of the record is missing.")
        : reader.GetSpan(index).ToText();

    public void Write(CsvWriter writer, string value) => writer.WriteField(value);
}
