using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A time stamp, handed out as local time and written in UTC.</summary>
internal sealed class LocalTimeField : ICsvConverter<DateTime>
{
    public DateTime Read(CsvReader reader, int index) => Instant.TryParse(reader.GetSpan(index), out DateTime utc)
        ? utc.ToLocalTime()
        : throw new FormatException("The value is no time stamp.");

    public void Write(CsvWriter writer, DateTime value) => writer.WriteField(Instant.Format(value));
}
