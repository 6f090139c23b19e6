using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cursor.AiCode.Json;

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
        JsonValue.ReadList(ref reader, ReadFile)?.ToArray();

    /// <summary>The metadata as compact JSON, with every script as itself.</summary>
    public static byte[] Write(AiCodeChangeMetadata[] files)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
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
                    writer.WriteString("fileName"u8, file.FileName);
                }

                writer.WriteString("fileExtension"u8, file.FileExtension);
                writer.WriteNumber("linesAdded"u8, file.LinesAdded);
                writer.WriteNumber("linesDeleted"u8, file.LinesDeleted);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return bytes.ToArray();
    }

    private static AiCodeChangeMetadata ReadFile(ref Utf8JsonReader reader)
    {
        string? fileName = null, fileExtension = null;
        int linesAdded = 0, linesDeleted = 0;
        var file = new JsonObject(ref reader, Names);
        while (file.Next(ref reader))
        {
            switch ((Property)file.Property)
            {
                case Property.FileName:
                    fileName = JsonValue.ReadText(ref reader);
                    break;
                case Property.FileExtension:
                    fileExtension = JsonValue.ReadPooledText(ref reader);
                    break;
                case Property.LinesAdded:
                    linesAdded = JsonValue.ReadCount(ref reader);
                    break;
                case Property.LinesDeleted:
                    linesDeleted = JsonValue.ReadCount(ref reader);
                    break;
            }
        }

        return new AiCodeChangeMetadata { FileName = fileName, FileExtension = fileExtension, LinesAdded = linesAdded, LinesDeleted = linesDeleted };
    }
}
