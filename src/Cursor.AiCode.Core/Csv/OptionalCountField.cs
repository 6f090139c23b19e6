using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A number of lines that may be unknown.</summary>
internal sealed class OptionalCountField : ICsvConverter<int?>
{
    private readonly CountField _known = new();

    public int? Read(CsvReader reader, int index) => reader.IsEmpty(index) ? null : _known.Read(reader, index);

    public void Write(CsvWriter writer, int? value)
    {
        if (value is { } count)
        {
            _known.Write(writer, count);
        }
        else
        {
            writer.WriteField(default(ReadOnlySpan<byte>));
        }
    }
}
