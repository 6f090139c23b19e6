using System;
using System.IO;
using System.Linq;
using System.Text;
using CsvHelper;
using Cursor.AiCode.Csv;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Csv;

/// <summary>The columns by hand and those of the generated code never differ.</summary>
public sealed class CsvColumnsTests
{
    [Fact]
    public void Columns_of_commits_are_those_that_the_generated_writer_writes()
    {
        Assert.Equal(Answer.CommitHeader, HeaderOf(new AiCommit()));
        Assert.Equal(Answer.CommitHeader, string.Join(',', CsvColumns.NamesOf(AiCodeKind.Commit)));
    }

    [Fact]
    public void Columns_of_changes_are_those_that_the_generated_writer_writes()
    {
        Assert.Equal(Answer.ChangeHeader, HeaderOf(new AiCodeChange()));
        Assert.Equal(Answer.ChangeHeader, string.Join(',', CsvColumns.NamesOf(AiCodeKind.Change)));
    }

    [Theory]
    [InlineData(AiCodeKind.Commit, "commit_hash,user_id,user_email,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,created_at")]
    [InlineData(AiCodeKind.Change, "change_id,user_id,user_email,source,total_lines_added,total_lines_deleted,created_at")]
    public void What_may_be_missing_is_what_the_documents_allow(AiCodeKind kind, string required)
    {
        Assert.Equal(required, string.Join(',', CsvColumns.Of(kind).Where(static column => column.Required).Select(static column => column.Name)));
        foreach (CsvColumn column in CsvColumns.Of(kind))
        {
            string header = string.Join(',', CsvColumns.NamesOf(kind).Where(name => name != column.Name));
            using CsvReader reader = CsvReader.FromText(header + "\n");
            reader.ReadHeader();
            Assert.Equal(column.Required, StrictCsv.ProblemOf(reader.Headers, kind) is not null);
            bool generatedTakesIt = kind == AiCodeKind.Commit ? reader.TryValidateHeader<AiCommit>(out _) : reader.TryValidateHeader<AiCodeChange>(out _);
            Assert.Equal(!column.Required, generatedTakesIt);
        }
    }

    [Fact]
    public void A_column_that_is_there_twice_is_a_problem()
    {
        string[] headers = CsvColumns.NamesOf(AiCodeKind.Change).Append("Source").ToArray();
        Assert.NotNull(StrictCsv.ProblemOf(headers, AiCodeKind.Change));
    }

    private static string HeaderOf<T>(T record)
    {
        using var stream = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteRecords(new[] { record });
        }

        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n')[0];
    }
}
