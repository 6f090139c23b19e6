using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A time stamp that may be missing, handed out as local time and written in UTC.</summary>
internal sealed class OptionalLocalTimeField : ICsvConverter<DateTime?>
{
    private readonly LocalTimeField _known = new();

    public DateTime? Read(CsvReader reader, int index) => reader.IsEmpty(index) ? null : _known.Read(reader, index);

    public void Write(CsvWriter writer, DateTime? value)
    {
        if (value is { } time)
        {
            _known.Write(writer, time);
        }
        else
        {
            writer.WriteField(default(ReadOnlySpan<byte>));
        }
    }
}
