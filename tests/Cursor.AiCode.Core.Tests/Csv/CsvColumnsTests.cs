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
    [InlineData("commit_hash", true)]
    [InlineData("user_id", true)]
    [InlineData("user_email", true)]
    [InlineData("total_lines_added", true)]
    [InlineData("composer_lines_deleted", true)]
    [InlineData("created_at", true)]
    [InlineData("repo_name", false)]
    [InlineData("branch_name", false)]
    [InlineData("is_primary_branch", false)]
    [InlineData("commit_source", false)]
    [InlineData("non_ai_lines_added", false)]
    [InlineData("message", false)]
    [InlineData("commit_ts", false)]
    public void What_may_be_missing_is_what_the_documents_allow(string column, bool required)
    {
        Assert.Equal(required, CsvColumns.Commit.Single(it => it.Name == column).Required);
        string header = string.Join(',', CsvColumns.NamesOf(AiCodeKind.Commit).Where(name => name != column));
        using CsvReader reader = CsvReader.FromText(header + "\n");
        reader.ReadHeader();
        Assert.Equal(required, StrictCsv.ProblemOf(reader.Headers, AiCodeKind.Commit) is not null);
        Assert.Equal(!required, reader.TryValidateHeader<AiCommit>(out _));
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
