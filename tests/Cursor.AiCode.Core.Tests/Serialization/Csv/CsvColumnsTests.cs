using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CsvHelper;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Csv;

/// <summary>Tests that the columns match the code that reads and writes them.</summary>
public sealed class CsvColumnsTests
{
    [Fact]
    public void Columns_are_the_documented_ones()
    {
        Assert.Equal(Response.CommitHeader, string.Join(',', NamesOf(AiCodeKind.Commit)));
        Assert.Equal(Response.ChangeHeader, string.Join(',', NamesOf(AiCodeKind.Change)));
    }

    [Fact]
    public void Each_field_of_a_commit_is_written_and_read_in_its_column()
    {
        DateTime local = new DateTime(2025, 7, 30, 14, 12, 3, DateTimeKind.Utc).ToLocalTime();
        var commit = new AiCommit
        {
            CommitHash = "hash",
            UserId = "user",
            UserEmail = "email",
            RepoName = "repo",
            BranchName = "branch",
            IsPrimaryBranch = true,
            CommitSource = "source",
            TotalLinesAdded = 1,
            TotalLinesDeleted = 2,
            TabLinesAdded = 3,
            TabLinesDeleted = 4,
            ComposerLinesAdded = 5,
            ComposerLinesDeleted = 6,
            NonAiLinesAdded = 7,
            NonAiLinesDeleted = 8,
            Message = "message",
            CommitTs = local,
            CreatedAt = local.AddSeconds(1),
        };
        string row = RowOf(csv => Write(AiCodeKind.Commit, i => CommitCsvMapper.WriteField(csv, i, new CommitDescriptor().Parse(commit), escapeFormula: false)));
        Assert.Equal("hash,user,email,repo,branch,true,source,1,2,3,4,5,6,7,8,message,2025-07-30T14:12:03.000Z,2025-07-30T14:12:04.000Z", row);
        Assert.Equal(commit, Read(Response.CommitHeader, row, static headers => new CommitCsvMapper(headers)));
        Assert.Equal(commit, Read(Reversed(Response.CommitHeader), Reversed(row), static headers => new CommitCsvMapper(headers)));
    }

    [Fact]
    public void Each_field_of_a_change_is_written_and_read_in_its_column()
    {
        var change = new AiCodeChange
        {
            ChangeId = "id",
            UserId = "user",
            UserEmail = "email",
            Source = "source",
            Model = "model",
            TotalLinesAdded = 1,
            TotalLinesDeleted = 2,
            CreatedAt = new DateTime(2025, 7, 30, 14, 12, 3, DateTimeKind.Utc).ToLocalTime(),
            Metadata = null,
        };
        string row = RowOf(csv => Write(AiCodeKind.Change, i => ChangeCsvMapper.WriteField(csv, i, new ChangeDescriptor().Parse(change), escapeFormula: false)));
        Assert.Equal("id,user,email,source,model,1,2,2025-07-30T14:12:03.000Z,", row);
        Assert.Equal(change, Read(Response.ChangeHeader, row, static headers => new ChangeCsvMapper(headers)));
        Assert.Equal(change, Read(Reversed(Response.ChangeHeader), Reversed(row), static headers => new ChangeCsvMapper(headers)));
        AiCodeChangeMetadata[] files = [new() { FileName = "é.ts", FileExtension = "ts", LinesAdded = 1, LinesDeleted = 2 }, new() { LinesAdded = 3, LinesDeleted = 4 }];
        row = RowOf(csv => Write(AiCodeKind.Change, i => ChangeCsvMapper.WriteField(csv, i, new ChangeDescriptor().Parse(change with { Metadata = [files[0], null!, files[1]] }), escapeFormula: false)));
        Assert.EndsWith(
            ",\"[{\"\"fileName\"\":\"\"é.ts\"\",\"\"fileExtension\"\":\"\"ts\"\",\"\"linesAdded\"\":1,\"\"linesDeleted\"\":2},{\"\"fileExtension\"\":null,\"\"linesAdded\"\":3,\"\"linesDeleted\"\":4}]\"",
            row,
            StringComparison.Ordinal);
        Assert.Equal(files, Read(Response.ChangeHeader, row, static headers => new ChangeCsvMapper(headers)).Metadata!);
    }

    [Theory]
    [InlineData(AiCodeKind.Commit, "commit_hash,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,created_at")]
    [InlineData(AiCodeKind.Change, "change_id,total_lines_added,total_lines_deleted,created_at")]
    public void Optional_columns_are_the_documented_ones(AiCodeKind kind, string required)
    {
        Assert.Equal(required, string.Join(',', CsvColumns.Of(kind).Where(static column => column.Required).Select(static column => column.Name)));
        foreach (CsvColumn column in CsvColumns.Of(kind))
        {
            string header = string.Join(',', NamesOf(kind).Where(name => name != column.Name));
            using CsvReader reader = CsvReader.FromText(header + "\n");
            reader.ReadHeader();
            Assert.Equal(column.Required, CsvReaderFactory.GetHeaderError(reader.Headers, kind) is not null);
        }
    }

    [Fact]
    public void A_duplicate_column_is_a_problem()
    {
        string[] headers = NamesOf(AiCodeKind.Change).Append("Source").ToArray();
        Assert.NotNull(CsvReaderFactory.GetHeaderError(headers, AiCodeKind.Change));
    }

    private static IEnumerable<string> NamesOf(AiCodeKind kind) => CsvColumns.Of(kind).Select(static column => column.Name);

    private static void Write(AiCodeKind kind, Action<int> writeField)
    {
        for (int i = 0; i < CsvColumns.Of(kind).Count; i++)
        {
            writeField(i);
        }
    }

    private static string Reversed(string row) => string.Join(',', row.Split(',').AsEnumerable().Reverse());

    private static string RowOf(Action<CsvWriter> write)
    {
        using var stream = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            write(csv);
            csv.EndRecord();
        }

        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n');
    }

    private static T Read<T>(string header, string row, Func<IReadOnlyList<string>, CsvRecordMapper<T>> mapper)
    {
        using CsvReader reader = CsvReader.FromText(header + "\n" + row + "\n");
        reader.ReadHeader();
        Assert.True(reader.Read());
        return reader.GetRecord(mapper(reader.Headers));
    }
}
