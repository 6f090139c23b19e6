using System;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.Tests.Import;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Tests the exact messages of files that can't be imported. They tell what another program made of the file.</summary>
public sealed class ImportMessageTests
{
    private const string NoHeader = "The first line isn't a header of commits or changes: neither 'commit_hash' nor 'change_id' is a column.";
    private const string NoCommas = NoHeader + " Its columns aren't separated by commas. Save it with commas.";
    private const string Properties = NoHeader + " It has the property names of objects. Use Export-AiCodeCsv instead of Export-Csv.";

    private static readonly string Row = Response.CommitRow(1);

    /// <summary>A header, and what is wrong with it.</summary>
    public static TheoryData<string, string> Headers => new()
    {
        { "a,b,c", NoHeader },
        { "a;b", NoHeader },
        { "commit_hashes", NoHeader },
        { Row, NoHeader },
        { Response.CommitHeader.Replace(',', ';'), NoCommas },
        { ";" + Response.CommitHeader.Replace(',', ';'), NoCommas },
        { Response.CommitHeader.Replace(',', '\t'), NoCommas },
        { Response.ChangeHeader.Replace(',', ';'), NoCommas },
        { "#TYPE System.Management.Automation.PSCustomObject", NoHeader + " Its first line is a type, not a header. Use Export-AiCodeCsv, or Export-Csv with -NoTypeInformation." },
        { "CommitHash,UserId,CreatedAt", Properties },
        { "UserId,CommitHash", Properties },
        { "ChangeId,UserId,CreatedAt", Properties },
        { "UserId,ChangeId", Properties },
        { Response.CommitHeader + ",change_id", "The header has both 'commit_hash' and 'change_id', so the kind of the records isn't clear." },
        { Response.CommitHeader.Replace("tab_lines_added,", "", StringComparison.Ordinal), "The column 'tab_lines_added' is missing." },
        { "\"" + Response.CommitHeader, "Line 1, the header, can't be read. Its columns must be separated by commas." },
    };

    /// <summary>The second row of a file, and why it can't be read.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { "", "Line 3 is blank." },
        { "   ", "Line 3 is blank." },
        { "a,b", $"Line 3 (record 2) has 2 fields, but the header has {Columns}." },
        { "x", $"Line 3 (record 2) has 1 field, but the header has {Columns}." },
        { Row + ",more", $"Line 3 (record 2) has {Columns + 1} fields, but the header has {Columns}." },
        { Row.Replace(",120,", ",many,", StringComparison.Ordinal), "Line 3: Record 2 after the header, column 'total_lines_added' can't be read. The value isn't a valid number of lines." },
        { Response.CommitHeader, "Line 3: Record 2 after the header can't be read. It repeats the header. Delete this line." },
    };

    private static int Columns => Response.CommitHeader.Split(',').Length;

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header(string header, string message)
    {
        using var folder = new TempFolder();
        foreach (string end in new[] { "\n", "\n" + Row + "\n", "\r\n" + Row + "\r\n" })
        {
            InvalidFile(message, ImportedFile.Write(folder, header + end));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row(string row, string message)
    {
        using var folder = new TempFolder();
        InvalidFile(message, ImportedFile.Write(folder, Response.CommitsText(Row, row, Row)));
    }

    [Theory]
    [InlineData("ä")]
    [InlineData("Zusätzlich")]
    public void Another_encoding(string column)
    {
        using var folder = new TempFolder();
        InvalidFile("The header isn't UTF-8. Save the file as UTF-8.", ImportedFile.Write(folder, Encoding.Latin1.GetBytes($"{column},{Response.CommitHeader}\n1,{Row}\n")));
        InvalidFile("Line 3 (record 2) isn't UTF-8. Save the file as UTF-8.", ImportedFile.Write(folder, Encoding.Latin1.GetBytes(Response.CommitsText(Row, Response.CommitRow(2, column)))));
    }

    [Fact]
    public void A_file_that_is_not_compressed()
    {
        using var folder = new TempFolder();
        InvalidFile("It isn't a gzip file.", ImportedFile.Write(folder, "", "records.csv.gz"));
        InvalidFile("It isn't a gzip file.", ImportedFile.Write(folder, "\n", "RECORDS.CSV.GZ"));
        Assert.Single(ImportedFile.Commits(ImportedFile.Write(folder, Response.CommitsText(Row), "plain.csv.gz")));
        using var blank = new AiCodeCsvReader(ImportedFile.Write(folder, ImportedFile.Gzip("\n"u8.ToArray()), "blank.csv.gz"));
        Assert.Null(blank.Kind);
    }

    [Fact]
    public void A_path()
    {
        using var folder = new TempFolder();
        string none = folder.File("none.csv");
        Assert.Equal($"The file '{none}' doesn't exist.", ImportedFile.Fails(AiCodeErrorKind.FileNotFound, none).Message);
        Assert.Equal($"'{none}' doesn't exist.", Assert.Throws<AiCodeException>(() => AiCodeCsvFiles.Find(none)).Message);
        string message = $"The folder '{folder.FullName}' contains no CSV file. ";
        _ = ImportedFile.Write(folder, "", "a.txt");
        Assert.Equal(message + "Data files are named *.csv or *.csv.gz.", Assert.Throws<AiCodeException>(() => AiCodeCsvFiles.Find(folder.FullName)).Message);
        _ = ImportedFile.Write(folder, "", "a.parquet");
        Assert.Equal(
            message + "Parquet files are read by other programs, such as DuckDB. Export the data set with -Format Csv to read it with this module.",
            Assert.Throws<AiCodeException>(() => AiCodeCsvFiles.Find(folder.FullName)).Message);
    }

#if !CORE_NETSTANDARD
    [NotWindowsFact]
    public void A_path_that_cannot_be_read()
    {
        // A link to itself.
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("loop.csv"), folder.File("loop.csv"));
        AiCodeException e = ImportedFile.Fails(AiCodeErrorKind.FileNotReadable, folder.File("loop.csv"));
        Assert.Equal($"'{folder.File("loop.csv")}' can't be read: {e.InnerException!.Message}", e.Message);
    }
#endif

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("", true)]
    public void A_truncated_file(string end, bool isTruncated)
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(ImportedFile.Write(folder, Response.CommitHeader + "\n" + Row + end));
        Assert.Null(reader.Warning);
        _ = Assert.Single(reader.ReadCommits());
        Assert.Equal(isTruncated ? $"'{reader.Path}' ends without a line break, so its last record may be truncated." : null, reader.Warning);
        using var empty = new AiCodeCsvReader(ImportedFile.Write(folder, Response.CommitHeader + end));
        Assert.Empty(empty.ReadCommits());
        Assert.Null(empty.Warning);
    }

    [Fact]
    public void The_other_kind_of_records()
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(ImportedFile.Write(folder, Response.CommitsText(Row)));
        Assert.Equal("The file contains Commit records.", Assert.Throws<InvalidOperationException>(() => reader.ReadChanges()).Message);
    }

    [Fact]
    public void A_file_that_is_summarized()
    {
        using var folder = new TempFolder();
        using (var commits = new AiCodeCsvReader(ImportedFile.Write(folder, Response.CommitsText(Row, Row[Row.IndexOf(',', StringComparison.Ordinal)..]))))
        {
            AiCodeException e = Assert.Throws<AiCodeException>(() => new AiCommitSummarizer(new AiCodeSummaryOptions()).AddRecords(commits));
            Assert.Equal($"'{commits.Path}' can't be read. Line 3: Record 2 after the header can't be read. Column 'commit_hash': The record ID is missing.", e.Message);
            Assert.Equal(
                "The file contains Commit records.",
                Assert.Throws<InvalidOperationException>(() => new AiChangeSummarizer(new AiCodeSummaryOptions()).AddRecords(commits)).Message);
        }

        using var changes = new AiCodeCsvReader(ImportedFile.Write(folder, Response.ChangesText($"1,u,e,TAB,m,1,2,{Response.Time(1)},", $",u,e,TAB,m,1,2,{Response.Time(1)},")));
        AiCodeException error = Assert.Throws<AiCodeException>(() => new AiChangeSummarizer(new AiCodeSummaryOptions()).AddRecords(changes));
        Assert.Equal($"'{changes.Path}' can't be read. Line 3: Record 2 after the header can't be read. Column 'change_id': The record ID is missing.", error.Message);
        Assert.Equal(
            "The file contains Change records.",
            Assert.Throws<InvalidOperationException>(() => new AiCommitSummarizer(new AiCodeSummaryOptions()).AddRecords(changes)).Message);
    }

    private static void InvalidFile(string message, string path) =>
        Assert.Equal($"'{path}' can't be read. {message}", ImportedFile.Fails(AiCodeErrorKind.InvalidFile, path).Message);
}
