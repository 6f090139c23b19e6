using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Import;

/// <summary>Tests that a file that can't be read completely is an error with its line and column.</summary>
public sealed class DamagedFileTests
{
    private const string Private = "very-private-text";

    private static readonly string Row = Response.CommitRow(1);

    /// <summary>The content of a file, the line of the error, and its column, if it has one.</summary>
    public static TheoryData<string, int, string?> Damaged => new()
    {
        { Response.CommitsText(Row, Row[..40], Row), 3, null },
        { Response.CommitsText(Row, Row + ",more", Row), 3, null },
        { Response.CommitsText(Row, "", Row), 3, null },
        { Response.CommitsText(Row, Response.CommitHeader, Row), 3, null },
        { Response.CommitsText(Row, "  ", Row), 3, null },
        { Response.CommitsText("", Row), 2, null },
        { Response.CommitsText(Response.CommitRow(1, "\"two\nlines\""), "", Row), 4, null },
        { Response.CommitsText(Row).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n" + Row + "\r\n", 3, null },
        { Response.CommitsText(Row, Response.CommitRow(2, "\"open")), 3, null },
        { Response.CommitsText(Row, Response.CommitRow(2, "\"open"), Row, Row), 3, null },
        { Response.CommitsText(Row, Response.CommitRow(2, "a\"b"), Row), 3, null },
        { Response.CommitsText(Row, Response.CommitRow(2, "\"a\"b"), Row), 3, null },
        { Response.CommitsText(Row, Row.Replace(",120,", $",{Private},", StringComparison.Ordinal)), 3, "total_lines_added" },
        { Response.CommitsText(Row, Row.Replace(",120,", ",,", StringComparison.Ordinal)), 3, "total_lines_added" },
        { Response.CommitsText(Row, Row.Replace(",120,", ",1.5,", StringComparison.Ordinal)), 3, "total_lines_added" },
        { Response.CommitsText(Row, Row.Replace(",120,", ",12345678901,", StringComparison.Ordinal)), 3, "total_lines_added" },
        { Response.CommitsText(Row, Row.Replace(",true,", $",{Private},", StringComparison.Ordinal)), 3, "is_primary_branch" },
        { Response.CommitsText(Row, Row.Replace(Response.Time(1), "30.07.2025 14:12", StringComparison.Ordinal)), 3, "commit_ts" },
        { Response.CommitsText(Row, Row[..Row.LastIndexOf(',')] + ","), 3, "created_at" },
        { Response.CommitsText(Row, Row[Row.IndexOf(',', StringComparison.Ordinal)..]), 3, "commit_hash" },
        { Response.CommitsText(Response.CommitRow(1, "\"two\r\nlines\""), Response.CommitRow(2, "\"three\n\nlines\""), Row.Replace(",30,15,", ",x,15,", StringComparison.Ordinal)), 7, "non_ai_lines_added" },
        { Response.ChangesText($"1,u,e,TAB,m,1,2,{Response.Time(1)},", $"7.49356E+17,u,e,TAB,m,1,2,{Response.Time(1)},"), 3, "change_id" },
        { Response.CommitsText(Row, Row.Replace(Response.Time(1), "2025-07-30 14:12", StringComparison.Ordinal)), 3, "commit_ts" },
        { Response.ChangesText($"1,u,e,TAB,m,1,2,{Response.Time(1)},[", $"2,u,e,TAB,m,1,2,{Response.Time(1)},"), 2, "metadata_json" },
    };

    /// <summary>Files with another first line.</summary>
    public static TheoryData<string> OtherHeaders =>
    [
        "a,b,c\n1,2,3\n",
        "no header",
        "\0\u0001\u0002",
        "\n" + Response.CommitsText(Row),
        Row + "\n" + Row + "\n",
        Response.CommitHeader.Replace(',', ';') + "\n" + Row.Replace(',', ';') + "\n",
        Response.CommitHeader.Replace(',', '\t') + "\n",
        "\"" + Response.CommitHeader.Replace(",", "\";\"", StringComparison.Ordinal) + "\"\n",
        Response.CommitHeader.Replace("created_at", "created", StringComparison.Ordinal) + "\n",
        Response.CommitHeader.Replace("tab_lines_added,", "", StringComparison.Ordinal) + "\n",
        Response.CommitHeader + ",message\n",
        Response.CommitHeader + ",change_id\n",
        "\"" + Response.CommitHeader + "\n" + Row + "\n",
        "#TYPE System.Management.Automation.PSCustomObject\n" + Response.CommitsText(Row),
        "CommitHash,UserId,TotalLinesAdded,CreatedAt\na,b,1,2025-07-30\n",
        "<!DOCTYPE html><html><body>Sign in</body></html>\n",
        """{"error":"Unauthorized","message":"Invalid API key"}""",
    ];

    [Theory]
    [MemberData(nameof(Damaged))]
    public void The_error_names_the_line_and_the_column(string content, int line, string? column)
    {
        using var folder = new TempFolder();
        AiCodeException e = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, content));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Line {line}"), e.Message, StringComparison.Ordinal);
        if (column is not null)
        {
            Assert.Contains($"'{column}'", e.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Private, e.ToString(), StringComparison.Ordinal);
        Assert.Equal(e.Message.Replace(".gz", "", StringComparison.Ordinal), ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, ImportedFile.Gzip(Encoding.UTF8.GetBytes(content)), "records.csv.gz")).Message.Replace(".gz", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OtherHeaders))]
    public void An_unknown_header_is_an_error(string content)
    {
        using var folder = new TempFolder();
        _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, content));
        _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, "\uFEFF" + content));
    }

    [Theory]
    [InlineData(Private)]
    [InlineData("größe")]
    public void A_file_in_another_encoding_is_an_error(string message)
    {
        using var folder = new TempFolder();
        string path = ImportedFile.Write(folder, Encoding.Latin1.GetBytes(Response.CommitsText(Row, Response.CommitRow(2, message))));
        if (message == Private)
        {
            Assert.Equal(2, ImportedFile.Commits(path).Count);
        }
        else
        {
            Assert.Contains("Line 3", ImportedFile.Fails(AiCodeErrorKind.InvalidFile, path).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\n   ")]
    [InlineData("\n \n \r\n")]
    [InlineData("\n\u001A")]
    [InlineData("\r\n\u001A\u001A\n")]
    [InlineData("")]
    public void Blank_lines_at_the_end_are_ignored(string end)
    {
        using var folder = new TempFolder();
        foreach (string bom in new[] { "", "\uFEFF" })
        {
            string content = bom + Response.CommitsText(Row, Response.CommitRow(2, "\"ends with\n\n\"")).TrimEnd('\n') + end;
            Assert.Equal(2, ImportedFile.Commits(ImportedFile.Write(folder, content)).Count);
            Assert.Equal(2, ImportedFile.Commits(ImportedFile.Write(folder, ImportedFile.Gzip(Encoding.UTF8.GetBytes(content)), "a.csv.gz")).Count);
            Assert.Empty(ImportedFile.Commits(ImportedFile.Write(folder, bom + Response.CommitHeader + end)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\r\n\r\n")]
    [InlineData("  \n\u001A")]
    public void A_blank_file_has_no_records(string content)
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(ImportedFile.Write(folder, content));
        Assert.Null(reader.Kind);
        Assert.Empty(reader.ReadCommits());
        Assert.Empty(reader.ReadChanges());
    }

    [Fact]
    public void A_gzip_file_that_is_truncated_anywhere_is_an_error()
    {
        using var folder = new TempFolder();
        byte[] content = ImportedFile.Gzip(Encoding.UTF8.GetBytes(Response.CommitsText(Enumerable.Range(1, 300).Select(static number => Response.CommitRow(number)).ToArray())));
        Assert.Equal(300, ImportedFile.Commits(ImportedFile.Write(folder, content, "all.csv.gz")).Count);
        for (int length = 0; length < content.Length; length += length > content.Length - 20 || length < 20 ? 1 : 97)
        {
            _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, content[..length], "cut.csv.gz"));
        }
    }

    [Fact]
    public void A_damaged_gzip_file_is_an_error()
    {
        using var folder = new TempFolder();
        byte[] content = ImportedFile.Gzip(Encoding.UTF8.GetBytes(Response.CommitsText(Row)));
        for (int i = 10; i < content.Length; i++)
        {
            byte[] damaged = [.. content];
            damaged[i] ^= 0x10;
            _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, damaged, "damaged.csv.gz"));
        }

        _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, [.. content, 1, 2, 3], "more.csv.gz"));
        _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, [.. content, .. ImportedFile.Gzip(Encoding.UTF8.GetBytes(Row))], "two.csv.gz"));
    }

    // A record that was truncated inside its last field is well-formed.
    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("", false)]
    public void A_missing_line_break_at_the_end_is_reported(string end, bool expected)
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(ImportedFile.Write(folder, Response.CommitHeader + "\n" + Row + end));
        _ = Assert.Single(reader.ReadCommits());
        Assert.Equal(expected, reader.EndsWithLineBreak);
    }
}
