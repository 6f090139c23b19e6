using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A number of lines.</summary>
internal sealed class CountField : ICsvConverter<int>
{
    public int Read(CsvReader reader, int index) => Count.TryParse(reader.GetSpan(index), out int value)
        ? value
        : throw new FormatException("The value is no number of lines.");

    public void Write(CsvWriter writer, int value) => writer.WriteField(value, default);
}
