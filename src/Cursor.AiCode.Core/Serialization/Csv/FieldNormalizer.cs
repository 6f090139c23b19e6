using System;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Tells whether a field of the API is written as this module writes it.</summary>
internal static class FieldNormalizer
{
    /// <summary>The characters at the start of a text that make a spreadsheet run it.</summary>
    public const string FormulaPrefixes = "=+-@\t\r";

    /// <summary>Whether the field is canonical; false where it must be rewritten.</summary>
    /// <exception cref="FormatException">The field is not of its column's type. The message holds no value.</exception>
    [MethodImpl(Jit.AtOnce)]
    public static bool Check(CsvColumnType type, ReadOnlySpan<byte> field)
    {
        switch (type)
        {
            case CsvColumnType.Identifier:
                return !field.IsEmpty ? true : throw new FormatException("The id of the record is missing.");
            case CsvColumnType.OptionalCount when field.IsEmpty:
            case CsvColumnType.OptionalTime when field.IsEmpty:
            case CsvColumnType.Metadata when field.IsEmpty:
                return true;
            case CsvColumnType.Count or CsvColumnType.OptionalCount:
                return LineCount.TryParse(field, out _)
                    ? LineCount.IsCanonical(field)
                    : throw new FormatException("The value is no number of lines.");
            case CsvColumnType.Utf8Boolean:
                return Utf8Boolean.TryParse(field, out _)
                    ? field.IsEmpty || field.SequenceEqual("true"u8) || field.SequenceEqual("false"u8)
                    : throw new FormatException("The value is neither true nor false.");
            case CsvColumnType.Time or CsvColumnType.OptionalTime:
                return Timestamp.TryParseCanonical(field, out _) ||
                    (Timestamp.TryParse(field, out _) ? false : throw new FormatException("The value is no time stamp."));
            case CsvColumnType.Metadata:
                _ = CsvValue.ReadMetadata(field);
                return true;
            default:
                return true;
        }
    }

    /// <summary>Whether a spreadsheet would run the text.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> text) => !text.IsEmpty && FormulaPrefixes.IndexOf((char)text[0]) >= 0;

    /// <summary>The text as it was before <c>-EscapeFormula</c> neutralised it.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text) =>
        text.Length > 1 && text[0] == '\'' && IsFormula(text.Slice(1)) ? text.Slice(1) : text;
}
