using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class CommitDetailsTests
{
    private const string Unknown = "0000000000000000000000000000000000000000";

    [Fact]
    public async Task Without_the_option_the_endpoint_does_not_exist()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string hash = (await CommitsAsync(emulator))[0]["commitHash"]!.GetValue<string>();
        Assert.Equal(404, (await emulator.ErrorAsync(Path(hash))).Status);
        Assert.Equal(404, (await emulator.ErrorAsync(Path(hash), noKey: true)).Status);
    }

    [Fact]
    public async Task Details_have_every_documented_variant()
    {
        await using TestEmulator emulator = await StartAsync();
        List<JsonObject> commits = await CommitsAsync(emulator);
        string[] hashes = commits.Select(c => c["commitHash"]!.GetValue<string>()).Distinct().Take(100).ToArray();
        JsonObject details = await emulator.JsonAsync(Path(hashes));
        Assert.Equal(["commits", "conversations"], details.Select(p => p.Key));
        List<JsonObject> items = Objects(details["commits"]);
        Assert.Equal(hashes.Order(StringComparer.Ordinal), items.Select(c => c["commitHash"]!.GetValue<string>()));
        Assert.All(items, c => Assert.Equal(["commitHash", "commitSource", "rangeAnnotations"], c.Select(p => p.Key)));
        List<JsonObject> annotations = items.SelectMany(c => Objects(c["rangeAnnotations"])).ToList();
        List<JsonObject> groups = annotations.SelectMany(a => Objects(a["groups"])).ToList();
        List<JsonObject> ranges = groups.SelectMany(g => Objects(g["ranges"])).ToList();
        Assert.All(annotations, a => Assert.NotEmpty(a["filePath"]!.GetValue<string>()));
        Assert.All(groups, g => Assert.Equal("insert", g["operationType"]!.GetValue<string>()));
        Assert.Contains(groups, g => g["model"] is null);
        Assert.Contains(ranges, r => Line(r, "start") == 0 && Line(r, "end") == 0);
        Assert.Contains(ranges, r => Line(r, "end") < Line(r, "start"));

        List<JsonObject> conversations = Objects(details["conversations"]);
        string[] ids = conversations.Select(c => c["id"]!.GetValue<string>()).ToArray();
        List<string?> used = groups.Select(g => g["conversationId"]?.GetValue<string>()).ToList();
        Assert.True(used.Exists(id => id is null));
        Assert.Equal(ids.Order(StringComparer.Ordinal), used.OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(ids, id => id.Length == 91 && id.Contains('\n', StringComparison.Ordinal));
        foreach (string name in new[] { "title", "tldr", "overview", "summaryBullets" })
        {
            Assert.Contains(conversations, c => c[name] is null);
            Assert.Contains(conversations, c => c[name] is not null);
        }
    }

    [Fact]
    public async Task Details_are_the_same_in_separate_and_combined_requests()
    {
        await using TestEmulator emulator = await StartAsync();
        string[] hashes = await HashesAsync(emulator, 3);
        JsonArray list = (await emulator.JsonAsync(Path(hashes)))["commits"]!.AsArray();
        foreach (string hash in hashes)
        {
            JsonNode alone = Assert.Single((await emulator.JsonAsync(Path(hash)))["commits"]!.AsArray())!;
            Assert.Contains(list, c => JsonNode.DeepEquals(c, alone));
        }
    }

    [Fact]
    public async Task A_branch_selects_its_commits()
    {
        await using TestEmulator emulator = await StartAsync();
        JsonObject commit = (await CommitsAsync(emulator)).First(c => c["branchName"] is not null);
        string hash = commit["commitHash"]!.GetValue<string>();
        string branch = Uri.EscapeDataString(commit["branchName"]!.GetValue<string>());
        await emulator.JsonAsync(Path(hash) + "?branch=" + branch);
        Assert.Equal(404, (await emulator.ErrorAsync(Path(hash) + "?branch=none")).Status);
    }

    [Fact]
    public async Task Unknown_hashes_are_omitted_or_an_error()
    {
        await using TestEmulator emulator = await StartAsync();
        string hash = (await HashesAsync(emulator, 1))[0];
        Assert.Single((await emulator.JsonAsync(Path(hash, Unknown)))["commits"]!.AsArray());
        Assert.Equal(404, (await emulator.ErrorAsync(Path(Unknown))).Status);

        await using TestEmulator strict = await StartAsync(o => o with { UnknownHash = UnknownHashMode.Error });
        Assert.Equal(404, (await strict.ErrorAsync(Path(hash, Unknown))).Status);

        await using TestEmulator lenient = await StartAsync(o => o with { UnknownHash = UnknownHashMode.Empty });
        Assert.Empty((await lenient.JsonAsync(Path(Unknown)))["commits"]!.AsArray());
    }

    [Fact]
    public async Task Faults_change_the_details()
    {
        await using TestEmulator emulator = await StartAsync();
        string path = Path(await HashesAsync(emulator, 20));
        JsonObject plain = await emulator.JsonAsync(path);
        async Task<JsonObject> GetWithFaultAsync(string fault)
        {
            emulator.Server.AddFault(fault + ":1@commit-details");
            JsonObject details = await emulator.JsonAsync(path);
            Assert.StartsWith(fault, emulator.Server.Requests[^1].Fault!, StringComparison.Ordinal);
            Assert.True(JsonNode.DeepEquals(plain, await emulator.JsonAsync(path)));
            return details;
        }

        Assert.All(Ranges(await GetWithFaultAsync("numbers-as-strings")), r => Assert.Equal(System.Text.Json.JsonValueKind.String, r["start"]!.GetValueKind()));
        Assert.All(Ranges(await GetWithFaultAsync("huge-number")), r => Assert.Equal(23, r["end"]!.ToJsonString().Length));
        Assert.All(Ranges(await GetWithFaultAsync("text-number")), r => Assert.Equal("seven", r["start"]!.GetValue<string>()));
        Assert.All(Ranges(await GetWithFaultAsync("new-field")), r => Assert.NotNull(r["reviewedBy"]));
        Assert.Empty((await GetWithFaultAsync("no-conversations"))["conversations"]!.AsArray());
        Assert.Equal(["rewrite", null], Groups(await GetWithFaultAsync("other-operation")).Select(g => g["operationType"]?.GetValue<string>()).Distinct());
        Assert.Equal(Groups(plain).Count, Ranges(await GetWithFaultAsync("overlapping-ranges")).Count(r => Line(r, "start") == 1 && Line(r, "end") == 20));
        Assert.Equal(Hashes(plain).Reverse(), Hashes(await GetWithFaultAsync("other-order")));
        Assert.Equal(Hashes(plain).Prepend(new string('e', 40)), Hashes(await GetWithFaultAsync("extra-commits")));
        Assert.Equal(Hashes(plain).Concat(Hashes(plain)), Hashes(await GetWithFaultAsync("repeated-commits")));
        Assert.All(Groups(await GetWithFaultAsync("hostile-text")), g => Assert.Contains('\u001b', g["model"]!.GetValue<string>()));
        Assert.Null((await GetWithFaultAsync("items-null"))["commits"]);
        Assert.False((await GetWithFaultAsync("no-items")).ContainsKey("commits"));
        Assert.Null((await GetWithFaultAsync("null-item"))["commits"]!.AsArray()[^1]);
        Assert.All(Objects((await GetWithFaultAsync("formula"))["conversations"]), c => Assert.StartsWith("=", c["title"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_of_the_details_endpoint_does_not_affect_others()
    {
        await using TestEmulator emulator = await StartAsync(o => o with { Faults = ["other-order:1"] });
        await emulator.JsonAsync(TestEmulator.Commits);
        Assert.Null(emulator.Server.Requests[^1].Fault);
        await emulator.JsonAsync(Path(await HashesAsync(emulator, 1)));
        Assert.NotNull(emulator.Server.Requests[^1].Fault);
    }

    [Fact]
    public async Task The_number_of_hashes_is_limited()
    {
        await using TestEmulator emulator = await StartAsync();
        string[] hashes = await HashesAsync(emulator, 101);
        await emulator.JsonAsync(Path(hashes[..100]));
        Assert.Equal(400, (await emulator.ErrorAsync(Path(hashes))).Status);
        Assert.Equal(400, (await emulator.ErrorAsync(Path(hashes[0][..7]))).Status);

        await using TestEmulator older = await StartAsync(o => o with { CommitDetails = CommitDetailsMode.Older });
        await older.JsonAsync(Path(hashes[..2]));
        Assert.Equal(404, (await older.ErrorAsync(Path(hashes[..3]))).Status);
    }

    [Fact]
    public async Task The_endpoint_has_its_own_limit_and_faults_and_requires_the_key()
    {
        await using TestEmulator emulator = await StartAsync(o => o with { Limit = 2, Faults = ["missing-email", "status:503:1@commit-details"] });
        string hash = (await HashesAsync(emulator, 1))[0];
        Assert.Equal(401, (await emulator.ErrorAsync(Path(hash), noKey: true)).Status);
        Assert.Equal(503, (await emulator.ErrorAsync(Path(hash))).Status);
        await emulator.JsonAsync(Path(hash));
        Assert.Null(emulator.Server.Requests[^1].Fault);
        Assert.Equal((int)HttpStatusCode.TooManyRequests, (await emulator.ErrorAsync(Path(hash))).Status);
        await emulator.JsonAsync(TestEmulator.Commits);
    }

    private static List<JsonObject> Groups(JsonObject details) =>
        Objects(details["commits"]).SelectMany(c => Objects(c["rangeAnnotations"])).SelectMany(a => Objects(a["groups"])).ToList();

    private static List<JsonObject> Ranges(JsonObject details) => Groups(details).SelectMany(g => Objects(g["ranges"])).ToList();

    private static IEnumerable<string> Hashes(JsonObject details) => Objects(details["commits"]).Select(c => c["commitHash"]!.GetValue<string>());

    private static Task<TestEmulator> StartAsync(Func<EmulatorOptions, EmulatorOptions>? with = null) =>
        TestEmulator.StartAsync(o => (with ?? (x => x))(o with { CommitDetails = CommitDetailsMode.Current }));

    private static string Path(params string[] hashes) => TestEmulator.Commits + "/" + string.Join(',', hashes);

    private static async Task<List<JsonObject>> CommitsAsync(TestEmulator emulator) =>
        Objects((await emulator.JsonAsync(TestEmulator.Commits + "?pageSize=1000"))["items"]);

    private static async Task<string[]> HashesAsync(TestEmulator emulator, int count) =>
        (await CommitsAsync(emulator)).Select(c => c["commitHash"]!.GetValue<string>()).Distinct().Take(count).ToArray();

    private static List<JsonObject> Objects(JsonNode? array) => array!.AsArray().Select(i => i!.AsObject()).ToList();

    private static int Line(JsonObject range, string name) => range[name]!.GetValue<int>();
}
