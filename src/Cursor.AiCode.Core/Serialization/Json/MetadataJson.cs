using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads and writes the metadata of changes as the API does.</summary>
internal static class MetadataJson
{
    /// <summary>The names of a file's properties.</summary>
    internal static readonly JsonPropertyNames Names = new("fileName", "fileExtension", "linesAdded", "linesDeleted");

    /// <summary>Reads the metadata of a change.</summary>
    /// <param name="json">A JSON array, or <c>null</c>.</param>
    /// <returns>The files, or <see langword="null"/> if the text is <c>null</c>.</returns>
    /// <exception cref="JsonException">The text isn't metadata.</exception>
    public static AiCodeChangeMetadata[]? Read(ReadOnlySpan<byte> json)
    {
        var reader = new JsonObjectReader(LoneSurrogates.Replace(json));
        AiCodeChangeMetadata[]? files = reader.IsNull ? null : reader.ReadArray(ReadFile).ToArray();
        reader.ReadEnd();
        return files;
    }

    /// <summary>Reads the effect of a change on one file.</summary>
    /// <param name="json">The reader, positioned on the file.</param>
    /// <exception cref="JsonException">The value isn't a file.</exception>
    public static AiCodeChangeMetadata ReadFile(ref JsonObjectReader json)
    {
        json.ReadObject(Names);
        return new AiCodeChangeMetadata
        {
            FileName = json["fileName"].ToText(),
            FileExtension = json["fileExtension"].ToPooledText(),
            LinesAdded = json["linesAdded"].ToLineCount(),
            LinesDeleted = json["linesDeleted"].ToLineCount(),
        };
    }

    /// <summary>Returns metadata as compact JSON, with only the escape sequences that JSON requires.</summary>
    /// <param name="files">The files. <see langword="null"/> items are skipped.</param>
    public static byte[] Write(AiCodeChangeMetadata[] files)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (AiCodeChangeMetadata? file in files)
            {
                // A script can create such an array.
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

    // Like JSON.stringify: .NET's own encoders also escape emoji and some spaces.
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
}
