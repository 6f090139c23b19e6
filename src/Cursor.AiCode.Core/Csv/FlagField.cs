using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>A yes or no that may be unknown.</summary>
internal sealed class FlagField : ICsvConverter<bool?>
{
    public bool? Read(CsvReader reader, int index) => Flag.TryParse(reader.GetSpan(index), out bool? value)
        ? value
        : throw new FormatException("The value is neither true nor false.");

    public void Write(CsvWriter writer, bool? value) =>
        writer.WriteField(value is { } flag ? (flag ? "true"u8 : "false"u8) : default);
}
