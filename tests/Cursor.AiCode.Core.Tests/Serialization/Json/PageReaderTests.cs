using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cursor.AiCode.Serialization.Json;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Json;

/// <summary>Tests that pages are read with any order of properties and unknown ones, and that errors contain their position.</summary>
public sealed class PageReaderTests
{
    private static readonly string[] CommitNames =
    [
        "commitHash", "userId", "userEmail", "repoName", "branchName", "isPrimaryBranch", "commitSource", "totalLinesAdded", "totalLinesDeleted",
        "tabLinesAdded", "tabLinesDeleted", "composerLinesAdded", "composerLinesDeleted", "nonAiLinesAdded", "nonAiLinesDeleted", "message", "commitTs", "createdAt",
    ];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Properties_can_be_in_any_order_among_unknown_ones()
    {
        const int Seeds = 200;
        AiCommit expected = OnlyCommit(Response.Commit());
        using JsonDocument commit = JsonDocument.Parse(Response.Commit());
        string[] properties = commit.RootElement.EnumerateObject().Select(static property => property.ToString()).ToArray();
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            string[] shuffled = properties.Append("\"commitHashes\":[{\"commitHash\":{}},[1]]").Append("\"x\":null").OrderBy(_ => random.Next()).ToArray();
            Assert.Equal(expected, OnlyCommit("{" + string.Join(" ,\n", shuffled) + "}"));
        }
    }

    [Fact]
    public void A_name_can_be_escaped_and_the_last_duplicate_value_is_used() => Assert.Equal(
        "last", OnlyCommit(Response.Commit(1, ("\\u0072epoName", "\"first\""), ("rep\\u006fName", "\"last\""), ("repoName", null))).RepoName);

    [Fact]
    public void A_page_in_any_formatting_is_read()
    {
        Assert.Empty(Read("""{"items":[],"totalCount":0}""").Items);
        Page<AiCommit> page = Read("""{"pageSize":"500","x":{"items":[1]},"totalCount":"3000000000","items":[]}""");
        Assert.Equal((3_000_000_000, 500), (page.TotalCount, page.PageSize));
        Assert.Null(Read("""{"items":[],"totalCount":0,"pageSize":null}""").PageSize);
    }

    [Fact]
    public void Metadata_is_read_inside_a_change()
    {
        const string Change = """{"changeId":7,"userId":null,"userEmail":"","source":"TAB","totalLinesAdded":1,"totalLinesDeleted":"2","createdAt":1753884723000,"metadata":[{"linesDeleted":4,"x":[],"linesAdded":3}]}""";
        AiCodeChange change = PageReader.Read<AiCodeChange>(Encoding.UTF8.GetBytes(Response.PageText(1, Change)), ChangeJson.Read).Items.Single().Record;
        Assert.Equal(("7", null, null, "TAB", 1, 2), (change.ChangeId, change.UserId, change.UserEmail, change.Source, change.TotalLinesAdded, change.TotalLinesDeleted));
        Assert.Equal(new AiCodeChangeMetadata { LinesAdded = 3, LinesDeleted = 4 }, change.Metadata!.Single());
        Assert.Equal(new DateTime(2025, 7, 30, 14, 12, 3, DateTimeKind.Utc), change.CreatedAt.ToUniversalTime());
    }

    [Fact]
    public void Trial_N06_each_missing_required_property_is_named()
    {
        string[] optional = ["userId", "userEmail", "repoName", "branchName", "isPrimaryBranch", "commitSource", "nonAiLinesAdded", "nonAiLinesDeleted", "message", "commitTs"];
        foreach (string name in CommitNames)
        {
            string page = Response.PageText(2, Response.Commit(), Response.Commit(2, (name, null)));
            if (optional.Contains(name))
            {
                Assert.Equal(2, Read(page).Items.Count);
            }
            else
            {
                JsonException e = Assert.Throws<JsonException>(() => Read(page));
                Assert.Equal(($"$.items[1].{name}", $"$.items[1].{name} is missing"), (e.Path, e.Message));
            }
        }
    }

    [Fact]
    public void Trial_N06_a_change_requires_only_its_id_time_and_counts()
    {
        foreach (string name in new[] { "changeId", "userId", "userEmail", "source", "model", "totalLinesAdded", "totalLinesDeleted", "createdAt", "metadata" })
        {
            byte[] page = Encoding.UTF8.GetBytes(Response.PageText(1, Response.Change(1, (name, null))));
            if (name is "changeId" or "totalLinesAdded" or "totalLinesDeleted" or "createdAt")
            {
                Assert.Equal($"$.items[0].{name}", Assert.Throws<JsonException>(() => PageReader.Read<AiCodeChange>(page, ChangeJson.Read)).Path);
            }
            else
            {
                Assert.Null(typeof(AiCodeChange).GetProperty(name, BindingFlags.IgnoreCase | BindingFlags.Instance | BindingFlags.Public)!
                    .GetValue(PageReader.Read<AiCodeChange>(page, ChangeJson.Read).Items.Single().Record));
            }
        }
    }

    [Theory]
    [InlineData("[]", "$", 0)]
    [InlineData("""{"items":{},"totalCount":0}""", "$.items", 9)]
    [InlineData("""{"items":[7],"totalCount":0}""", "$.items[0]", 10)]
    [InlineData("""{"x":{"y":[{},{"z":1}]},"totalCount":true}""", "$.totalCount", 37)]
    [InlineData("""{"items":[],"totalCount":0} 1""", "$", 28)]
    [InlineData("""{"items":[],"totalCount":0""", "$.totalCount", 26)]
    [InlineData("""{"items":[],"totalCount":0,"pageSize":1.5}""", "$.pageSize", 38)]
    [InlineData("null", "$", 0)]
    [InlineData("""{"items":null,"totalCount":0}""", "$.items", 9)]
    [InlineData("""{"items":[],"totalCount":-1}""", "$.totalCount", 25)]
    [InlineData("""{"items":[],"totalCount":null}""", "$.totalCount", 25)]
    [InlineData("""{"items":[]}""", "$.totalCount", 0)]
    [InlineData("""{"totalCount":0}""", "$.items", 0)]
    [InlineData("""{"data":[{"userEmail":"one@company.com"}],"totalPages":1}""", "$.items", 0)]
    [InlineData("""{"items":[{"createdAt":"2025-07-30T14:12:03.000Z","commitHash":"1","userId":["\ud800"]}],"totalCount":0}""", "$.items[0].userId", 76)]
    [InlineData("""{"totalCount":0,"items":[tru,{}]}""", "$.items[0]", 28)]
    [InlineData("""{"items":[""", "$.items[0]", 10)]
    [InlineData("""{"items[":tru,"items":[]}""", "$", 13)]
    [InlineData("""{"items":[{"commitHash":"1","of-bob":{"items":[tru""", "$.items[0]", 50)]
    [InlineData("""{"items":[{"\ud800":1,"createdAt":[]}],"totalCount":0}""", "$.items[0].createdAt", 34)]
    [InlineData("", "$", 0)]
    public void An_error_is_reported_with_its_position(string json, string path, long at)
    {
        JsonException e = Assert.Throws<JsonException>(() => Read(json));
        Assert.Equal((path, 0, at), (e.Path, e.LineNumber, e.BytePositionInLine));
        e = Assert.Throws<JsonException>(() => Read("\n \n" + json));
        Assert.Equal((path, 2, at), (e.Path, e.LineNumber, e.BytePositionInLine));
    }

    [Fact]
    public void The_position_of_invalid_metadata_is_inside_the_metadata()
    {
        const string Change = """{"changeId":"7","createdAt":0,"totalLinesAdded":1,"totalLinesDeleted":1,"metadata":[{"linesAdded":1,"linesDeleted":1},{"linesAdded":[]}]}""";
        JsonException e = Assert.Throws<JsonException>(static () => PageReader.Read<AiCodeChange>(Encoding.UTF8.GetBytes(Response.PageText(1, Change)), ChangeJson.Read));
        Assert.Equal("$.items[0].metadata[1].linesAdded", e.Path);
    }

    [Fact]
    public void Trial_N02_a_lone_surrogate_is_U_FFFD_in_every_text()
    {
        const string Lone = "\"a\\ud83d\"";
        AiCommit commit = OnlyCommit(Response.Commit(1, ("commitHash", Lone), ("userId", Lone), ("repoName", Lone), ("message", "\"\\uDE00 \\ud83d\\uDE00\\ud83d\""), ("b\\udfff", Lone)));
        Assert.Equal(("a\uFFFD", "a\uFFFD", "a\uFFFD", "\uFFFD \U0001F600\uFFFD"), (commit.CommitHash, commit.UserId, commit.RepoName, commit.Message));
    }

    [Theory]
    [InlineData("message", "$.items[1].message")]
    [InlineData("repoName", "$.items[1].repoName")]
    [InlineData("unknown", "$.items[1]")]
    public void Invalid_UTF8_is_reported_with_its_position(string name, string path)
    {
        foreach (string text in new[] { "~", "~\\n" })
        {
            byte[] page = Encoding.UTF8.GetBytes(Response.PageText(2, Response.Commit(), Response.Commit(2, (name, $"\"{text}\""))));
            page[Array.IndexOf(page, (byte)'~')] = 0xFF;
            Assert.Equal(path, Assert.Throws<JsonException>(() => PageReader.Read<AiCommit>(page, CommitJson.Read)).Path);
        }
    }

    [Fact]
    public void Any_text_is_read_unchanged()
    {
        var random = new Random(20250730);
        for (int i = 0; i < 2000; i++)
        {
            // ASCII with control characters, Latin, the entire Basic Multilingual Plane, and other planes.
            int last = new[] { 0x7F, 0xFF, 0xD7FF, 0x1F9FF }[i % 4];
            string text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => random.Next(last)).Select(static c => char.ConvertFromUtf32(c is >= 0xD800 and <= 0xDFFF ? 'x' : c)));
            string json = JsonSerializer.Serialize(text, i % 8 < 4 ? Relaxed : JsonSerializerOptions.Default);
            string? expected = text.Length == 0 ? null : text;
            AiCommit commit = OnlyCommit(Response.Commit(1, ("message", json), ("repoName", json), ("branchName", json)));
            Assert.Equal((expected, expected, expected), (commit.Message, commit.RepoName, commit.BranchName));
        }
    }

    [Fact]
    public void Any_changed_byte_gives_a_page_or_an_error_with_a_position()
    {
        byte[] page = Encoding.UTF8.GetBytes(Response.PageText(2, Response.Commit(), Response.Commit(2)));
        var random = new Random(20250730);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] changed = (byte[])page.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            ReadOnlySpan<byte> text = random.Next(4) == 0 ? changed.AsSpan(0, random.Next(changed.Length)) : changed;
            try
            {
                Page<AiCommit> read = PageReader.Read<AiCommit>(text, CommitJson.Read);
                using JsonDocument same = JsonDocument.Parse(text.ToArray());
                Assert.Equal(same.RootElement.GetProperty("items").GetArrayLength(), read.Items.Count);
                Assert.Equal(
                    long.Parse(same.RootElement.GetProperty("totalCount").ToString(), CultureInfo.InvariantCulture), read.TotalCount);
            }
            catch (JsonException e)
            {
                Assert.StartsWith("$", e.Path, StringComparison.Ordinal);
                Assert.True(e.LineNumber >= 0 && e.BytePositionInLine >= 0);
            }
        }
    }

    private static AiCommit OnlyCommit(string json) => Read(Response.PageText(1, json)).Items.Single().Record;

    private static Page<AiCommit> Read(string json) => PageReader.Read<AiCommit>(Encoding.UTF8.GetBytes(json), CommitJson.Read);
}
