using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads and writes the metadata of changes as the API does.</summary>
internal static class MetadataJson
{
    internal static readonly PropertyNames Names = new("fileName?", "fileExtension?", "linesAdded", "linesDeleted");

    private enum Property
    {
        FileName,
        FileExtension,
        LinesAdded,
        LinesDeleted,
    }

    /// <summary>The metadata that a text is; null where it says that there is none.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AiCodeChangeMetadata[]? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        _ = reader.Read();
        AiCodeChangeMetadata[]? files = Read(ref reader);
        _ = reader.Read();
        return files;
    }

    /// <summary>The metadata that the reader stands on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AiCodeChangeMetadata[]? Read(ref Utf8JsonReader reader) =>
        JsonValueReader.ReadList(ref reader, ReadFile)?.ToArray();

    /// <summary>The metadata as compact JSON, with every script as itself.</summary>
    public static byte[] Write(AiCodeChangeMetadata[] files)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (AiCodeChangeMetadata? file in files)
            {
                // A script can make a change with a null among its files, which says nothing.
                if (file is null)
                {
                    continue;
                }

                writer.WriteStartObject();
                if (file.FileName is not null)
                {
                    WriteText(writer, "fileName"u8, file.FileName);
                }

                WriteText(writer, "fileExtension"u8, file.FileExtension);
                writer.WriteNumber("linesAdded"u8, file.LinesAdded);
                writer.WriteNumber("linesDeleted"u8, file.LinesDeleted);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return bytes.ToArray();
    }

    // As JSON.stringify does it: .NET's own writer escapes emoji, too, and some spaces.
    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        writer.WritePropertyName(name);
        if (text is null)
        {
            writer.WriteNullValue();
            return;
        }

        var json = new StringBuilder("\"", text.Length + 2);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsSurrogatePair(text, i);
            _ = c switch
            {
                '"' or '\\' => json.Append('\\').Append(c),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                < ' ' => json.Append(Escaped(c)),
                _ when isPair => json.Append(c).Append(text[++i]),
                _ when char.IsSurrogate(c) => json.Append(Escaped(c)),
                _ => json.Append(c),
            };
        }

        writer.WriteRawValue(json.Append('"').ToString(), skipInputValidation: true);
    }

    private static string Escaped(char c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture);

    private static AiCodeChangeMetadata ReadFile(ref Utf8JsonReader reader)
    {
        string? fileName = null, fileExtension = null;
        int linesAdded = 0, linesDeleted = 0;
        var file = new JsonPropertyReader(ref reader, Names);
        while (file.Next(ref reader))
        {
            switch ((Property)file.Property)
            {
                case Property.FileName:
                    fileName = JsonValueReader.ReadText(ref reader);
                    break;
                case Property.FileExtension:
                    fileExtension = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.LinesAdded:
                    linesAdded = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.LinesDeleted:
                    linesDeleted = JsonValueReader.ReadCount(ref reader);
                    break;
            }
        }

        return new AiCodeChangeMetadata { FileName = fileName, FileExtension = fileExtension, LinesAdded = linesAdded, LinesDeleted = linesDeleted };
    }
}
