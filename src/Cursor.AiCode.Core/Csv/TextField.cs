using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A text that may be missing.</summary>
internal sealed class TextField : ICsvConverter<string?>
{
    public string? Read(CsvReader reader, int index) => reader.IsEmpty(index) ? null : reader.GetSpan(index).ToText();

    public void Write(CsvWriter writer, string? value) => writer.WriteField(value);
}
