using System;
using System.Text.Json;
using CsvHelper;
using Cursor.AiCode.Json;

namespace Cursor.AiCode.Csv;

/// <summary>The files of a change, as a JSON array in one field.</summary>
internal sealed class MetadataField : ICsvConverter<AiCodeChangeMetadata[]?>
{
    public AiCodeChangeMetadata[]? Read(CsvReader reader, int index) => Parse(reader.GetSpan(index));

    /// <summary>What the text of a field says; null where it says nothing.</summary>
    /// <exception cref="FormatException">It is no metadata. The message holds no value.</exception>
    public static AiCodeChangeMetadata[]? Parse(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        try
        {
            return MetadataJson.Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's own message may quote the text, which is the user's.
            throw new FormatException("The metadata is not the JSON that is documented.");
        }
    }

    public void Write(CsvWriter writer, AiCodeChangeMetadata[]? value) =>
        writer.WriteField(value is null ? default : MetadataJson.Write(value));
}
