using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Records;

/// <summary>Tests that the sample responses in the documentation are read completely.</summary>
public sealed class SampleTests
{
    private static readonly AiCommit First = new()
    {
        CommitHash = "a1b2c3d4",
        UserId = "user_3k9x8q...",
        UserEmail = "developer@company.com",
        RepoName = "company/repo",
        BranchName = "main",
        IsPrimaryBranch = true,
        CommitSource = "ide",
        TotalLinesAdded = 120,
        TotalLinesDeleted = 30,
        TabLinesAdded = 50,
        TabLinesDeleted = 10,
        ComposerLinesAdded = 40,
        ComposerLinesDeleted = 5,
        NonAiLinesAdded = 30,
        NonAiLinesDeleted = 15,
        Message = "Refactor: extract analytics client",
        CommitTs = Local("2025-07-30T14:12:03Z"),
        CreatedAt = Local("2025-07-30T14:12:30Z"),
    };

    private static readonly AiCommit Second = new()
    {
        CommitHash = "e5f6g7h8",
        UserId = "user_3k9x8q...",
        UserEmail = "developer@company.com",
        RepoName = "company/repo",
        BranchName = "feature-branch",
        IsPrimaryBranch = false,
        CommitSource = "cloud",
        TotalLinesAdded = 85,
        TotalLinesDeleted = 15,
        TabLinesAdded = 30,
        TabLinesDeleted = 5,
        ComposerLinesAdded = 25,
        ComposerLinesDeleted = 3,
        NonAiLinesAdded = 30,
        NonAiLinesDeleted = 7,
        Message = "Add error handling",
        CommitTs = Local("2025-07-30T13:45:21Z"),
        CreatedAt = Local("2025-07-30T13:45:45Z"),
    };

    private static readonly AiCodeChange Composer = new()
    {
        ChangeId = "749356201",
        UserId = "user_3k9x8q...",
        UserEmail = "developer@company.com",
        Source = "COMPOSER",
        TotalLinesAdded = 18,
        TotalLinesDeleted = 4,
        CreatedAt = Local("2025-07-30T15:10:12Z"),
        Metadata =
        [
            new() { FileName = "src/analytics/report.ts", FileExtension = "ts", LinesAdded = 12, LinesDeleted = 3 },
            new() { FileName = "src/analytics/ui.tsx", FileExtension = "tsx", LinesAdded = 6, LinesDeleted = 1 },
        ],
    };

    private static readonly AiCodeChange Tab = new()
    {
        ChangeId = "749356202",
        UserId = "user_3k9x8q...",
        UserEmail = "developer@company.com",
        Source = "TAB",
        TotalLinesAdded = 8,
        TotalLinesDeleted = 2,
        CreatedAt = Local("2025-07-30T15:08:45Z"),
        Metadata = [new() { FileName = "src/utils/helpers.ts", FileExtension = "ts", LinesAdded = 8, LinesDeleted = 2 }],
    };

    [Theory]
    [InlineData("commits.json", "ide")]
    [InlineData("commits-older.json", null)]
    public async Task Commits_in_json(string sample, string? source)
    {
        using JsonDocumentServer server = await JsonDocumentServer.StartAsync(sample, total: 1);
        AiCommit commit = Assert.Single(await server.Client.CommitsAsync(TestClient.Json));
        Assert.Equal(Fingerprints.Of(First with { CommitSource = source }), Fingerprints.Of(commit));
    }

    [Fact]
    public async Task Changes_in_json()
    {
        using JsonDocumentServer server = await JsonDocumentServer.StartAsync("changes.json", total: 1);
        AiCodeChange change = Assert.Single(await server.Client.ChangesAsync(TestClient.Json));
        Assert.Equal(Fingerprints.Of(Composer), Fingerprints.Of(change));
        Assert.Equal(2, change.FileCount);
        Assert.Equal("ts,tsx", change.Extensions);
    }

    [Theory]
    [InlineData("commits.csv", "ide", "cloud")]
    [InlineData("commits-older.csv", null, null)]
    public async Task Commits_in_csv(string sample, string? first, string? second)
    {
        using JsonDocumentServer server = await JsonDocumentServer.StartAsync("commits.json", total: 2, sample);
        List<AiCommit> commits = await server.Client.CommitsAsync(TestClient.Csv);
        Assert.Equal(2, commits.Count);
        Assert.Equal(Fingerprints.Of(First with { CommitSource = first }), Fingerprints.Of(commits[0]));
        Assert.Equal(Fingerprints.Of(Second with { CommitSource = second }), Fingerprints.Of(commits[1]));
    }

    [Fact]
    public async Task Changes_in_csv()
    {
        using JsonDocumentServer server = await JsonDocumentServer.StartAsync("changes.json", total: 2, "changes.csv");
        List<AiCodeChange> changes = await server.Client.ChangesAsync(TestClient.Csv);
        Assert.Equal(2, changes.Count);
        Assert.Equal(Fingerprints.Of(Composer with { Model = "gpt-4o" }), Fingerprints.Of(changes[0]));
        Assert.Equal(Fingerprints.Of(Tab), Fingerprints.Of(changes[1]));
    }

    [Fact]
    public async Task A_sample_with_fewer_records_than_its_count_is_incomplete()
    {
        using JsonDocumentServer server = await JsonDocumentServer.StartAsync("commits.json", total: null);
        _ = await server.Client.CommitsFailAsync(AiCodeErrorKind.CountMismatch, TestClient.Json);
    }

    private static DateTime Local(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).LocalDateTime;

    /// <summary>Serves the unchanged samples. Only the count is corrected, because a sample has only one page.</summary>
    private sealed class JsonDocumentServer : IDisposable
    {
        private readonly TestServer _server;

        private JsonDocumentServer(TestServer server)
        {
            _server = server;
            Client = new TestClient(server);
        }

        public TestClient Client { get; }

        public static async Task<JsonDocumentServer> StartAsync(string json, int? total, string? csv = null)
        {
            string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", json));
            JsonNode document = JsonNode.Parse(page)!;
            string? rows = csv is null ? null : await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", csv));
            page = total is null ? page : page.Replace($"\"totalCount\": {document["totalCount"]}", $"\"totalCount\": {total}", StringComparison.Ordinal);
            return new JsonDocumentServer(await TestServer.StartAsync(Response.Either(
                context => (context.Request.Query["page"] == "1" ? Response.Json(page) : Response.Json(Response.PageText((int)document["totalCount"]!)))(context),
                Response.Csv(rows ?? ""))));
        }

        public void Dispose()
        {
            Client.Dispose();
            _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
