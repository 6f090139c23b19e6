using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A text that may be missing, and that many records share.</summary>
internal sealed class PooledTextField : ICsvConverter<string?>
{
    public string? Read(CsvReader reader, int index) => TextPool.Get(reader.GetSpan(index));

    public void Write(CsvWriter writer, string? value) => writer.WriteField(value);
}
