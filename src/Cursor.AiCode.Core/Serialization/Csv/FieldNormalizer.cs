using System;
using CsvHelper;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Checks fields against the type of their column, and writes those that are not in the documented form.</summary>
internal static class FieldNormalizer
{
    /// <summary>Whether the field is in the documented form; false if it must be rewritten.</summary>
    /// <param name="type">The type of the column.</param>
    /// <param name="field">The field, without quotes.</param>
    /// <param name="ticks">The time of a timestamp, in UTC ticks; otherwise 0.</param>
    /// <exception cref="FormatException">The field doesn't have the type of its column. The message never contains the value.</exception>
    public static bool IsNormalized(CsvColumnType type, ReadOnlySpan<byte> field, out long ticks)
    {
        ticks = 0;
        switch (type)
        {
            case CsvColumnType.Identifier:
                return !field.IsEmpty ? true : throw new FormatException("The record ID is missing.");
            case CsvColumnType.OptionalCount when field.IsEmpty:
            case CsvColumnType.OptionalTime when field.IsEmpty:
                return true;
            case CsvColumnType.Count or CsvColumnType.OptionalCount:
                return LineCount.TryParse(field, out _)
                    ? LineCount.IsCanonical(field)
                    : throw new FormatException("The value isn't a valid number of lines.");
            case CsvColumnType.Boolean:
                return Utf8Boolean.TryParse(field, out _)
                    ? field.IsEmpty || field.SequenceEqual("true"u8) || field.SequenceEqual("false"u8)
                    : throw new FormatException("The value is neither true nor false.");
            case CsvColumnType.Time or CsvColumnType.OptionalTime:
                bool isDocumented = Timestamp.TryParseDocumented(field, out DateTime utc);
                if (!isDocumented && !Timestamp.TryParse(field, out utc))
                {
                    throw new FormatException("The value isn't a valid timestamp.");
                }

                ticks = utc.Ticks;
                return isDocumented;
            case CsvColumnType.Json:
                return LoneSurrogates.Replace(field) == field;
            default:
                return true;
        }
    }

    /// <summary>Whether values of the type are texts, which can contain formulas.</summary>
    public static bool IsText(CsvColumnType type) => type is CsvColumnType.Text or CsvColumnType.Identifier or CsvColumnType.Json;

    /// <summary>Writes the field in the documented form.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="type">The type of the column.</param>
    /// <param name="field">The field, without quotes.</param>
    /// <param name="escapeFormula">Whether formulas in texts are escaped.</param>
    public static void Write(CsvWriter csv, CsvColumnType type, ReadOnlySpan<byte> field, bool escapeFormula)
    {
        switch (type)
        {
            case CsvColumnType.Count or CsvColumnType.OptionalCount when LineCount.TryParse(field, out int count):
                CsvValue.Write(csv, count);
                break;
            case CsvColumnType.Boolean when Utf8Boolean.TryParse(field, out bool? flag):
                CsvValue.Write(csv, flag);
                break;
            case CsvColumnType.Time or CsvColumnType.OptionalTime when Timestamp.TryParse(field, out DateTime utc):
                CsvValue.Write(csv, utc);
                break;
            case CsvColumnType.Json:
                WriteText(csv, LoneSurrogates.Replace(field), escapeFormula);
                break;
            default:
                WriteText(csv, field, escapeFormula);
                break;
        }
    }

    private static void WriteText(CsvWriter csv, ReadOnlySpan<byte> text, bool escapeFormula) =>
        csv.WriteField(escapeFormula ? FormulaText.Escape(text) : text);
}
