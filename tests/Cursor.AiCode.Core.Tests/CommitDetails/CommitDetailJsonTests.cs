using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>Tests how the variants of responses with the details of commits are read.</summary>
public sealed class CommitDetailJsonTests
{
    private static readonly string[] Hashes = DetailService.Hashes(1, 3);

    [Fact]
    public async Task All_documented_fields_are_read()
    {
        AiCommitDetail detail = await DetailCalls.ParseFilesAsync(
            """
            {"filePath":"src/a.ts","groups":[
              {"conversationId":"c1","model":"gpt-5","operationType":"insert","ranges":[{"start":3,"end":7},{"start":10,"end":10}]},
              {"conversationId":null,"model":null,"operationType":"insert","ranges":[{"start":20,"end":29}]}]},
            {"filePath":"b.ts","groups":[{"conversationId":"c2","model":"o3","operationType":"insert","ranges":[{"start":1,"end":1}]}]}
            """,
            """
            {"id":"c1","title":"T","tldr":"S","overview":"O","summaryBullets":["a","b"]},
            {"id":"c3","title":"of another commit","tldr":null,"overview":null,"summaryBullets":null},
            {"id":"c2","title":null,"tldr":null,"overview":null,"summaryBullets":null}
            """);
        Assert.Equal("ide", detail.CommitSource);
        Assert.Equal(2, detail.FileCount);
        Assert.Equal(17, detail.LineCount);
        Assert.Equal(["gpt-5", "o3"], detail.Models);
        Assert.Equal(["src/a.ts", "b.ts"], detail.Files.Select(static file => file.FilePath));
        Assert.Equal([16L, 1L], detail.Files.Select(static file => file.LineCount));
        Assert.Equal(["c1", "c2"], detail.Conversations.Select(static conversation => conversation.Id));
        Assert.Equal(new AiCommitDetailConversation { Id = "c1", Title = "T", Tldr = "S", Overview = "O", SummaryBullets = ["a", "b"] }, detail.Conversations[0]);
        Assert.Equal(
            [("src/a.ts", 3L, 7L, 5L, "insert", "gpt-5", "c1", "T"), ("src/a.ts", 10L, 10L, 1L, "insert", "gpt-5", "c1", "T"), ("src/a.ts", 20L, 29L, 10L, "insert", null, null, null), ("b.ts", 1L, 1L, 1L, "insert", "o3", "c2", null)],
            detail.ExpandRanges().Select(static row => (row.FilePath!, row.StartLine, row.EndLine, row.LineCount, row.OperationType!, row.Model, row.ConversationId, row.ConversationTitle)));
        Assert.All(detail.ExpandRanges(), row => Assert.Equal(detail.CommitHash, row.CommitHash));
    }

    [Theory]
    [InlineData("""{"start":0,"end":0}""", 0)]
    [InlineData("""{"start":9,"end":3}""", 0)]
    [InlineData("""{"start":null,"end":null}""", 0)]
    [InlineData("{}", 0)]
    [InlineData("""{"start":0,"end":2}""", 2)]
    [InlineData("""{"start":-3,"end":2}""", 2)]
    [InlineData("""{"start":"5","end":"7"}""", 3)]
    [InlineData("""{"end":7.0,"start":5e0}""", 3)]
    [InlineData("""{"start":1,"end":3},{"start":2,"end":5}""", 5)]
    [InlineData("""{"start":4,"end":5},{"start":1,"end":10},{"start":3,"end":3}""", 10)]
    [InlineData("""{"start":7,"end":9},{"start":1,"end":2},{"start":3,"end":3}""", 6)]
    [InlineData("""{"start":3000000000,"end":3000000001}""", 2)]
    [InlineData("""{"start":1,"end":99999999999999999999999}""", long.MaxValue)]
    [InlineData("""{"start":99999999999999999999999,"end":1}""", 0)]
    [InlineData("""{"start":1,"end":9223372036854775807},{"start":5,"end":9223372036854775807}""", long.MaxValue)]
    [InlineData("""{"start":2,"end":3,"kind":{"a":[1]}}""", 2)]
    public async Task Each_line_of_a_file_counts_once(string ranges, long lines)
    {
        AiCommitDetail detail = await DetailCalls.ParseFilesAsync($$"""{"filePath":"a","groups":[{"ranges":[{{ranges}}]}]}""");
        Assert.Equal(lines, detail.LineCount);
        Assert.All(detail.ExpandRanges(), static row => Assert.Equal(row.EndLine - row.StartLine + 1, row.LineCount));
        Assert.Equal(lines > 0, detail.ExpandRanges().Any());
    }

    [Fact]
    public async Task Lines_count_once_across_groups_and_ranges_and_sums_do_not_overflow()
    {
        AiCommitDetail detail = await DetailCalls.ParseFilesAsync(
            """
            {"filePath":"a","groups":[{"model":"m","ranges":[{"start":1,"end":5}]},{"model":"n","ranges":[{"start":4,"end":8}]}]},
            {"filePath":"b","groups":[{"model":"m","ranges":[{"start":1,"end":2}]}]},
            {"filePath":"a","groups":[{"model":"m","ranges":[{"start":8,"end":9}]}]}
            """);
        Assert.Equal(11, detail.LineCount);
        Assert.Equal(["a", "b"], detail.Files.Select(static file => file.FilePath));
        Assert.Equal(3, detail.Files[0].Groups.Length);
        detail = await DetailCalls.ParseFilesAsync(string.Join(",", "ab".Select(static path => $$"""{"filePath":"{{path}}","groups":[{"ranges":[{"start":1,"end":9223372036854775807}]}]}""")));
        Assert.Equal(long.MaxValue, detail.LineCount);
    }

    [Fact]
    public async Task Unusual_ids_types_and_paths_are_kept()
    {
        string id = "tool-call\n" + new string('x', 81);
        AiCommitDetail detail = await DetailCalls.ParseFilesAsync(
            $$"""
            {"filePath":null,"groups":[{"conversationId":"{{id.Replace("\n", "\\n")}}","model":null,"operationType":"rewrite","ranges":[{"start":1,"end":1}]}]},
            {"groups":[{"conversationId":"no such conversation","ranges":null},{"conversationId":"","ranges":[]}]},
            {"filePath":"a","groups":null}
            """,
            $$"""{"id":null,"title":"nobody's"},{"id":"{{id.Replace("\n", "\\n")}}","title":"first","summaryBullets":[null,"a"]},{"id":"{{id.Replace("\n", "\\n")}}","title":"second"}""");
        Assert.Equal(3, detail.FileCount);
        Assert.Equal(91, detail.Files[0].Groups[0].ConversationId!.Length);
        Assert.Equal("rewrite", detail.Files[0].Groups[0].OperationType);
        Assert.Null(detail.Files[1].Groups[1].ConversationId);
        Assert.Empty(detail.Models);
        AiCommitDetailConversation conversation = Assert.Single(detail.Conversations);
        Assert.Equal((id, "first"), (conversation.Id, conversation.Title));
        Assert.Equal(["a"], conversation.SummaryBullets!);
        Assert.Equal("first", Assert.Single(detail.ExpandRanges()).ConversationTitle);
    }

    [Theory]
    [InlineData("""{"commits":[{"commitHash":"HASH"}]}""")]
    [InlineData("""{"commits":[{"commitHash":"HASH","commitSource":null,"rangeAnnotations":null}],"conversations":null}""")]
    [InlineData("""{"next":[{}],"conversations":[],"commits":[{"rangeAnnotations":[],"commitHash":"HASH","x":1}],"y":{}}""")]
    public async Task A_commit_without_lines_is_valid(string body)
    {
        AiCommitDetail detail = (await DetailCalls.ParseAsync(body.Replace("HASH", Hashes[0]), Hashes[0])).Details.Single();
        Assert.Equal((0L, 0), (detail.LineCount, detail.FileCount));
        Assert.Empty(detail.Files);
        Assert.Empty(detail.Conversations);
        Assert.Empty(detail.ExpandRanges());
    }

    [Fact]
    public async Task Commits_are_in_the_order_of_the_request_and_others_are_ignored()
    {
        string body = DetailService.PageText(new[] { Hashes[2], "eeee", Hashes[0] }.Select(static hash => DetailService.DetailText(hash)));
        (List<AiCommitDetail> details, List<string> unknown) = await DetailCalls.ParseAsync(body, Hashes);
        Assert.Equal([Hashes[0], Hashes[2]], details.Select(static detail => detail.CommitHash));
        Assert.Equal([Hashes[1]], unknown);
    }

    [Fact]
    public async Task A_commit_that_is_repeated_for_several_branches_is_one_commit()
    {
        const string File = """{"filePath":"a","groups":[{"model":"m","conversationId":"c","ranges":[{"start":1,"end":5}]}]}""";
        const string Other = """{"filePath":"b","groups":[{"model":"n","ranges":[{"start":1,"end":2}]}]}""";
        const string More = """{"filePath":"a","groups":[{"model":"m","conversationId":"c","ranges":[{"start":1,"end":5}]},{"model":"o","ranges":[{"start":5,"end":6}]}]}""";
        string[] parts = [DetailService.DetailText(Hashes[0], File), DetailService.DetailText(Hashes[0], More + "," + Other).Replace("\"ide\"", "\"cli\"")];
        (List<AiCommitDetail> details, _) = await DetailCalls.ParseAsync(DetailService.PageText(parts), Hashes[0]);
        AiCommitDetail detail = Assert.Single(details);
        Assert.Equal("ide", detail.CommitSource);
        Assert.Equal(["a", "b"], detail.Files.Select(static file => file.FilePath));
        Assert.Equal(["m", "o"], detail.Files[0].Groups.Select(static group => group.Model));
        Assert.Equal(8, detail.LineCount);
        Assert.Equal(3, detail.ExpandRanges().Count());
    }

    [Fact]
    public async Task Details_are_equal_by_content()
    {
        string body = DetailService.PageText([DetailService.DetailText(Hashes[0])], """{"id":"c","summaryBullets":["a"]}""");
        AiCommitDetail one = (await DetailCalls.ParseAsync(body, Hashes[0])).Details.Single();
        AiCommitDetail same = (await DetailCalls.ParseAsync(body, Hashes[0])).Details.Single();
        AiCommitDetail other = (await DetailCalls.ParseAsync(body.Replace("\"end\":3", "\"end\":4"), Hashes[0])).Details.Single();
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.Equal(one.ExpandRanges(), same.ExpandRanges());
        Assert.NotEqual(new AiCommitDetailConversation { SummaryBullets = ["a"] }, new AiCommitDetailConversation { SummaryBullets = ["b"] });
    }
}
