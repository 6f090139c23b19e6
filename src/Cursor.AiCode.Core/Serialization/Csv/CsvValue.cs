using System;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Reads and writes the values of records. A field that doesn't have the type of its column is a
/// <see cref="FormatException"/>, whose message never contains the value.
/// </summary>
internal static class CsvValue
{
    /// <summary>Reads a text that identifies a record, and must not be missing.</summary>
    public static string ReadIdentifier(ReadOnlySpan<byte> field) => field.IsEmpty
        ? throw new FormatException("The record ID is missing.")
        : field.ToText();

    /// <summary>Reads a text that can be missing.</summary>
    public static string? ReadText(ReadOnlySpan<byte> field) => field.IsEmpty ? null : field.ToText();

    /// <summary>Reads a text that can be missing, and that many records share.</summary>
    public static string? ReadPooledText(ReadOnlySpan<byte> field) => StringPool.Get(field);

    /// <summary>Reads a Boolean that can be missing.</summary>
    public static bool? ReadFlag(ReadOnlySpan<byte> field) => Utf8Boolean.TryParse(field, out bool? value)
        ? value
        : throw new FormatException("The value is neither true nor false.");

    /// <summary>Reads a number of lines.</summary>
    public static int ReadCount(ReadOnlySpan<byte> field) => LineCount.TryParse(field, out int value)
        ? value
        : throw new FormatException("The value isn't a valid number of lines.");

    /// <summary>Reads a number of lines that can be missing.</summary>
    public static int? ReadOptionalCount(ReadOnlySpan<byte> field) => field.IsEmpty ? null : ReadCount(field);

    /// <summary>Reads a timestamp as UTC.</summary>
    public static DateTime ReadTime(ReadOnlySpan<byte> field) => Timestamp.TryParse(field, out DateTime utc)
        ? utc
        : throw new FormatException("The value isn't a valid timestamp.");

    /// <summary>Reads a timestamp that can be missing, as UTC.</summary>
    public static DateTime? ReadOptionalTime(ReadOnlySpan<byte> field) => field.IsEmpty ? null : ReadTime(field);

    /// <summary>Reads the files of a change from a JSON array; null if the array is missing.</summary>
    public static AiCodeChangeMetadata[]? ReadMetadata(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
        {
            return null;
        }

        try
        {
            return MetadataJson.Read(field);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The message of the reader can contain the text, which is the user's data.
            throw new FormatException("The metadata isn't in the documented JSON format.");
        }
    }

    /// <summary>Writes a text that can be missing.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="value">The text.</param>
    /// <param name="escapeFormula">Whether formulas are escaped.</param>
    public static void Write(CsvWriter csv, string? value, bool escapeFormula)
    {
        if (escapeFormula && value is not null)
        {
            csv.WriteField(FormulaText.Escape(Encoding.UTF8.GetBytes(value)));
        }
        else
        {
            csv.WriteField(value);
        }
    }

    /// <summary>Writes a Boolean.</summary>
    public static void Write(CsvWriter csv, bool? value) =>
        csv.WriteField(value is { } flag ? (flag ? "true"u8 : "false"u8) : default);

    /// <summary>Writes a number of lines.</summary>
    public static void Write(CsvWriter csv, int? value)
    {
        if (value is { } count)
        {
            csv.WriteField(count, default);
        }
        else
        {
            csv.WriteField(default(ReadOnlySpan<byte>));
        }
    }

    /// <summary>Writes a timestamp in UTC.</summary>
    public static void Write(CsvWriter csv, DateTime? value)
    {
        if (value is { } time)
        {
            csv.WriteField(Timestamp.Format(time));
        }
        else
        {
            csv.WriteField(default(ReadOnlySpan<byte>));
        }
    }

    /// <summary>Writes the files of a change.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="value">The files; null if they are missing.</param>
    /// <param name="escapeFormula">Whether formulas in their names are escaped.</param>
    public static void Write(CsvWriter csv, AiCodeChangeMetadata[]? value, bool escapeFormula)
    {
        ReadOnlySpan<byte> json = value is null ? default : MetadataJson.Write(value);
        csv.WriteField(escapeFormula ? FormulaText.Escape(json) : json);
    }
}
