using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>Tests which requests are sent for the details of commits, and how 404 responses are handled.</summary>
public sealed class CommitDetailReaderTests
{
    [Fact]
    public async Task Two_hundred_and_fifty_hashes_cause_three_requests()
    {
        string[] hashes = DetailService.Hashes(1, 250);
        await using TestServer server = await TestServer.StartAsync(new DetailService().RespondAsync);
        using var client = new TestClient(server);
        (List<AiCommitDetail> details, List<string> unknown) = await client.DetailsAsync(hashes);
        Assert.Equal(hashes, details.Select(static detail => detail.CommitHash));
        Assert.Empty(unknown);
        Assert.Equal([100, 100, 50], DetailService.Requested(server).Select(static list => list.Length));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, static request => Assert.Equal(TestServer.Authorization, request.Authorization));
    }

    [Fact]
    public async Task Each_hash_is_requested_once_in_either_case()
    {
        string hash = $"{0xabcdef:x40}";
        await using TestServer server = await TestServer.StartAsync(new DetailService { Known = [hash] }.RespondAsync);
        using var client = new TestClient(server);
        (List<AiCommitDetail> details, _) = await client.DetailsAsync([hash, hash.ToUpperInvariant(), hash]);
        Assert.Equal(hash, Assert.Single(details).CommitHash);
        Assert.Equal(hash, Assert.Single(Assert.Single(DetailService.Requested(server))));
    }

    [Fact]
    public async Task A_response_with_the_hash_in_another_case_matches()
    {
        string hash = $"{0xabcdef:x40}";
        await using TestServer server = await TestServer.StartAsync(Response.Json(DetailService.PageText([DetailService.DetailText(hash)])));
        using var client = new TestClient(server);
        (List<AiCommitDetail> details, List<string> unknown) = await client.DetailsAsync([hash.ToUpperInvariant()]);
        Assert.Equal(hash, Assert.Single(details).CommitHash);
        Assert.Empty(unknown);
    }

    [Fact]
    public async Task A_request_is_sent_when_its_commits_are_read()
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService().RespondAsync);
        using var client = new TestClient(server);
        await foreach (AiCommitDetailBatch batch in client.Client.ReadCommitDetailsAsync(DetailService.Hashes(1, 250)))
        {
            Assert.Equal(100, batch.Details.Count);
            break;
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_branch_is_sent_and_commits_of_other_branches_are_unknown()
    {
        string[] hashes = DetailService.Hashes(1, 3);
        await using TestServer server = await TestServer.StartAsync(new DetailService { Branch = "größe/a&b" }.RespondAsync);
        using var client = new TestClient(server);
        Assert.Equal(3, (await client.DetailsAsync(hashes, "größe/a&b")).Details.Count);
        Assert.Equal("größe/a&b", Assert.Single(server.Requests).Query["branch"]);
        Assert.Equal(hashes, (await client.DetailsAsync(hashes, "other")).Unknown.Order());
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Without_access_the_call_fails_after_few_requests(int status)
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService { ErrorStatus = status }.RespondAsync);
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.DetailNotAvailable, () => client.DetailsAsync(DetailService.Hashes(1, 100)));
        Assert.Equal(status, (int?)e.StatusCode);
        Assert.Contains("Not for this team", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 100, 1200);
        Assert.Equal(status == 403 ? 1 : 4, server.Requests.Count);
        using var other = new TestClient(server);
        _ = await other.FailsAsync(AiCodeErrorKind.DetailNotAvailable, () => other.DetailsAsync(DetailService.Hashes(1, 1)));
        Assert.Equal(status == 403 ? 2 : 7, server.Requests.Count);
    }

    [Fact]
    public async Task Without_access_the_call_also_fails_if_there_are_no_recent_commits()
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService { ErrorStatus = 404, Recent = [] }.RespondAsync);
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.DetailNotAvailable, () => client.DetailsAsync(DetailService.Hashes(1, 1)));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_404_or_403_for_every_request_means_no_access(int status)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, "<html>no</html>"));
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.DetailNotAvailable, () => client.DetailsAsync(DetailService.Hashes(1, 5)));
        Assert.InRange(server.Requests.Count, 1, 4);
    }

    [Fact]
    public async Task A_rejected_key_is_reported()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(401, """{"message":"Invalid API key"}"""));
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.InvalidApiKey, () => client.DetailsAsync(DetailService.Hashes(1, 5)));
        Assert.Single(server.Requests);
    }

    // The number of requests includes those to the endpoint for commits.
    [Theory]
    [InlineData(100, 52)]
    [InlineData(5, 4)]
    [InlineData(3, 3)]
    public async Task An_older_service_gets_two_hashes_per_request(int count, int requests)
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService { MaxHashes = 2 }.RespondAsync);
        using var client = new TestClient(server);
        string[] hashes = DetailService.Hashes(1, count);
        Assert.Equal(hashes, (await client.DetailsAsync(hashes)).Details.Select(static detail => detail.CommitHash));
        Assert.Equal(requests, server.Requests.Count);

        // Later calls of the client use the observed limit.
        _ = await client.DetailsAsync(DetailService.Hashes(200, 10));
        Assert.Equal(requests + 5, server.Requests.Count);
        Assert.All(DetailService.Requested(server).Skip(requests), static list => Assert.Equal(2, list.Length));
    }

    [Theory]
    [InlineData(UnknownCommits.Omit, 2, 40, 10)]
    [InlineData(UnknownCommits.OmitAll, 2, 40, 10)]
    [InlineData(UnknownCommits.Reject, 2, 40, 10)]
    [InlineData(UnknownCommits.Omit, 100, 140, 110)]
    [InlineData(UnknownCommits.OmitAll, 100, 140, 110)]
    [InlineData(UnknownCommits.Reject, 100, 140, 110)]
    public async Task Each_hash_is_found_or_unknown_at_any_position(UnknownCommits mode, int maxHashes, int count, int unknownCount)
    {
        string[] known = DetailService.Hashes(1, count - unknownCount), unknown = DetailService.UnknownHashes(unknownCount);
        string[] all = [.. known, .. unknown];
        for (int seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            string[] hashes = seed == 0 ? all : seed == 1 ? Enumerable.Reverse(all).ToArray() : all.OrderBy(_ => random.Next()).ToArray();
            await using TestServer server = await TestServer.StartAsync(new DetailService { MaxHashes = maxHashes, Unknown = mode }.RespondAsync);
            using var client = new TestClient(server);
            (List<AiCommitDetail> details, List<string> missing) = await client.DetailsAsync(hashes);
            Assert.Equal(known.Order(), details.Select(static detail => detail.CommitHash).Order());
            Assert.Equal(unknown.Order(), missing.Order());
            Assert.InRange(server.Requests.Count, 1, (mode == UnknownCommits.Reject ? 2 * count : count) + 10);
        }
    }

    // Many hashes of a list are unknown, which is usual for the history of a repository.
    [Theory]
    [InlineData(UnknownCommits.OmitAll, 1, 1)]
    [InlineData(UnknownCommits.Omit, 1, 3)]
    [InlineData(UnknownCommits.Reject, 1, 3)]
    [InlineData(UnknownCommits.OmitAll, 100, 1)]
    [InlineData(UnknownCommits.Omit, 100, 5)]
    [InlineData(UnknownCommits.Reject, 100, 125)]
    public async Task Unknown_hashes_cause_few_requests(UnknownCommits mode, int count, int requests)
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService { Unknown = mode }.RespondAsync);
        using var client = new TestClient(server);
        string[] hashes = DetailService.UnknownHashes(count);
        Assert.Equal(hashes, (await client.DetailsAsync(hashes)).Unknown.Order());
        Assert.InRange(server.Requests.Count, 1, requests);
    }

    [Fact]
    public async Task One_unknown_hash_of_a_hundred_is_found_by_halving()
    {
        foreach (int position in (int[])[0, 1, 2, 37, 99])
        {
            await using TestServer server = await TestServer.StartAsync(new DetailService { Unknown = UnknownCommits.Reject }.RespondAsync);
            using var client = new TestClient(server);
            List<string> hashes = [.. DetailService.Hashes(1, 99)];
            hashes.Insert(position, DetailService.UnknownHashes(1)[0]);
            (List<AiCommitDetail> details, List<string> unknown) = await client.DetailsAsync(hashes);
            Assert.Equal(99, details.Count);
            Assert.Equal(DetailService.UnknownHashes(1), unknown);
            Assert.InRange(server.Requests.Count, 5, 20);
        }
    }

    [Fact]
    public async Task Abbreviated_hashes_that_cause_an_error_are_unknown()
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService().RespondAsync);
        using var client = new TestClient(server);
        (List<AiCommitDetail> details, List<string> unknown) = await client.DetailsAsync(["abc1234", .. DetailService.Hashes(1, 10), "def5678"]);
        Assert.Equal(10, details.Count);
        Assert.Equal(["abc1234", "def5678"], unknown);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Hashes_in_another_format_are_requested_if_the_service_accepts_them()
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService { Known = ["e5f6g7h8"], IsWellFormed = static _ => true }.RespondAsync);
        using var client = new TestClient(server);
        Assert.Equal("e5f6g7h8", Assert.Single((await client.DetailsAsync(["e5f6g7h8"])).Details).CommitHash);
    }

    [Fact]
    public async Task Text_that_is_not_a_hash_is_unknown_and_not_sent()
    {
        string[] texts = ["", "a,b", "../commits", "a b", "a?b", "ä", "\u001b[31m", new('a', 129)];
        await using TestServer server = await TestServer.StartAsync(new DetailService().RespondAsync);
        using var client = new TestClient(server);
        Assert.Equal(texts, (await client.DetailsAsync(texts)).Unknown);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_bad_request_without_abbreviated_hashes_ends_the_call()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(400, """{"message":"Invalid branch"}"""));
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.BadRequest, () => client.DetailsAsync(DetailService.Hashes(1, 5), "x"));
        Assert.Contains("Invalid branch", e.Message, StringComparison.Ordinal);
        Assert.Contains("-Branch", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_endpoint_has_its_own_rate_limit()
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService().RespondAsync);
        using var client = new TestClient(server.BaseUri, requestsPerMinute: 2);
        _ = await client.CommitsAsync(TestClient.Json);
        _ = await client.DetailsAsync(DetailService.Hashes(1, 200));
        Assert.Empty(client.Waits);
        _ = await client.DetailsAsync(DetailService.Hashes(201, 1));
        Assert.InRange(Assert.Single(client.Waits).Duration.TotalSeconds, 50, 61);
    }

    [Fact]
    public async Task Messages_contain_a_shortened_URL()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(418, "{}"));
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.BadRequest, () => client.DetailsAsync(DetailService.Hashes(1, 100)));
        Assert.InRange(e.Message.Length, 100, 700);
        Assert.EndsWith("...", e.RequestUri!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(100, Assert.Single(DetailService.Requested(server)).Length);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    public async Task A_probe_requests_the_newest_commit(int? errorStatus, bool isAvailable)
    {
        await using TestServer server = await TestServer.StartAsync(new DetailService { ErrorStatus = errorStatus }.RespondAsync);
        using var client = new TestClient(server);
        (AiCodeException? commits, AiCodeException? detail) = await client.Client.ProbeCommitDetailAsync();
        Assert.Null(commits);
        Assert.Equal(isAvailable ? null : AiCodeErrorKind.DetailNotAvailable, detail?.Kind);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("1", server.Requests[0].Query["pageSize"]);
        Assert.Equal(DetailService.Hashes(301, 1), Assert.Single(DetailService.Requested(server)));
    }

    // A key without access to commits has none to their details, whatever the service says of them.
    [Theory]
    [InlineData(401, 403, AiCodeErrorKind.InvalidApiKey)]
    [InlineData(401, 404, AiCodeErrorKind.InvalidApiKey)]
    [InlineData(401, 503, AiCodeErrorKind.ServerError)]
    [InlineData(401, 200, null)]
    public async Task A_probe_of_a_key_without_access_to_commits(int commitsStatus, int detailStatus, AiCodeErrorKind? kind)
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            bool isDetail = context.Request.Path.Value!.EndsWith('0');
            return Response.Status(isDetail ? detailStatus : commitsStatus, DetailService.PageText([]))(context);
        });
        using var client = new TestClient(server);
        (AiCodeException? commits, AiCodeException? detail) = await client.Client.ProbeCommitDetailAsync();
        Assert.Equal(AiCodeErrorKind.InvalidApiKey, commits?.Kind);
        Assert.Equal(kind, detail?.Kind);
        Assert.Equal([new string('0', 40)], Assert.Single(DetailService.Requested(server)));
    }

    [Fact]
    public async Task A_probe_without_a_response_is_one_request()
    {
        using var client = new TestClient(new Uri("http://127.0.0.1:1"));
        (AiCodeException? commits, AiCodeException? detail) = await client.Client.ProbeCommitDetailAsync();
        Assert.Equal(AiCodeErrorKind.Unreachable, commits?.Kind);
        Assert.Equal(AiCodeErrorKind.Unreachable, detail?.Kind);
        Assert.Single(client.Events);
    }
}
