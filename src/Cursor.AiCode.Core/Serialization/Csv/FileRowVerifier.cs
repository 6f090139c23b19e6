using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Verifies that a row of a file still has its ID and times in the form in which they were exported. Spreadsheet programs
/// change both when they save a file. Such a record has another key, so <c>-Append</c>
/// would add it again, and another ID for who reads it.
/// </summary>
internal sealed class FileRowVerifier
{
    private const int MinEpochDigits = 12;

    private readonly AiCodeKind _kind;
    private readonly SourceColumn _id;
    private readonly byte[] _idName;
    private readonly SourceColumn[] _times;

    /// <summary>Creates a verifier of rows below <paramref name="headers"/>.</summary>
    public FileRowVerifier(AiCodeKind kind, IReadOnlyList<string> headers)
    {
        _kind = kind;
        SourceColumn[] columns = CsvColumns.Of(kind)
            .Select(column => new SourceColumn(CsvColumns.IndexOf(headers, column.Name), column.Type, column.Name))
            .ToArray();
        _id = columns[0];
        _idName = Encoding.UTF8.GetBytes(_id.Name);
        _times = columns.Where(static column => column.Type is CsvColumnType.Time or CsvColumnType.OptionalTime).ToArray();
    }

    /// <summary>Verifies that the row that the reader is positioned on doesn't repeat the header, as in files that were joined.</summary>
    /// <exception cref="CsvFormatException">It does.</exception>
    public void VerifyNotHeader(CsvReader row)
    {
        if (_id.GetField(row).SequenceEqual(_idName))
        {
            throw new CsvFormatException("It repeats the header. Delete this line.", row.RowNumber + 1, row.ByteOffset);
        }
    }

    /// <summary>Verifies the row that the reader is positioned on.</summary>
    /// <param name="row">The reader.</param>
    /// <param name="isNormalized">Whether all fields are in the documented form.</param>
    /// <exception cref="CsvFormatException">The row is too large, or was changed. The message never contains the value.</exception>
    public void Verify(CsvReader row, bool isNormalized)
    {
        CsvReaderFactory.VerifySize(row, _kind);
        if (IsScientific(_id.GetField(row)))
        {
            throw Changed(row, _id, "a number in scientific notation");
        }

        if (isNormalized)
        {
            return;
        }

        foreach (SourceColumn column in _times)
        {
            if (!IsExported(column.GetField(row)))
            {
                throw Changed(row, column, "a time without seconds or without a time zone");
            }
        }
    }

    /// <summary>Whether a text is a number such as <c>7.49356E+17</c>.</summary>
    public static bool IsScientific(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = SkipDigits(text);
        if (rest.Length == text.Length || rest.IsEmpty)
        {
            return false;
        }

        if (rest[0] is (byte)'.' or (byte)',')
        {
            rest = SkipDigits(rest.Slice(1));
        }

        return rest.Length > 2 && rest[0] is (byte)'E' or (byte)'e' && rest[1] is (byte)'+' or (byte)'-' && SkipDigits(rest.Slice(2)).IsEmpty;
    }

    /// <summary>Whether a time that can be read is as exact as the API sends it. An empty text is a missing time.</summary>
    public static bool IsExported(ReadOnlySpan<byte> text)
    {
        const int Separator = 10, SecondsSeparator = 16, TimeLength = 19;
        if (text.IsEmpty || SkipDigits(text).IsEmpty)
        {
            return text.Length is 0 or >= MinEpochDigits;
        }

        if (text.Length < TimeLength || text[SecondsSeparator] != ':')
        {
            return false;
        }

        return text[Separator] == 'T' || text.Slice(TimeLength).IndexOfAny((byte)'Z', (byte)'+', (byte)'-') >= 0;
    }

    private static ReadOnlySpan<byte> SkipDigits(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            length++;
        }

        return text.Slice(length);
    }

    private static CsvFormatException Changed(CsvReader row, SourceColumn column, string what) =>
        new($"Column '{column.Name}': The value is {what}, which isn't the format of an export.", row.RowNumber + 1, row.ByteOffset);
}
