using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Retrieval;

/// <summary>Tests that the client returns all records of the server with equal fields, for any behavior of the server.</summary>
public sealed class CompletenessTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(AwkwardRecords.Some, days: 29);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(AwkwardRecords.Some, days: 29);

    internal static readonly Dictionary<string, ApiBehavior> Behaviors = new()
    {
        ["as documented"] = new(),
        ["column order of the newer sample"] = new() { Order = [0, 6, 1, 2, 3, 4, 5, .. Enumerable.Range(7, 11)] },
        ["reversed columns, CRLF"] = new() { Order = Enumerable.Range(0, 18).Reverse().ToArray(), NewLine = "\r\n" },
        ["without commit_source"] = new() { Without = ["commit_source"] },
        ["all fields quoted, BOM, CRLF"] = new() { QuotesAll = true, ByteOrderMark = true, NewLine = "\r\n" },
        ["escaped JSON, numbers as strings"] = new() { EscapesJson = true, NumbersAsText = true, Times = TimeFormat.Offset },
        ["numbers as strings"] = new() { NumbersAsText = true },
        ["unknown fields, nulls omitted"] = new() { Extras = true, OmitsNulls = true },
        ["times without a zone"] = new() { Times = TimeFormat.WithoutZone },
        ["times with an offset"] = new() { Times = TimeFormat.Offset },
        ["times with microseconds"] = new() { Times = TimeFormat.Microseconds },
        ["times with and without a fraction"] = new() { Times = TimeFormat.Seconds },
        ["epoch times"] = new() { Times = TimeFormat.Epoch },
        ["pages clamped to 500"] = new() { MaxPageSize = 500 },
        ["pages clamped to 137"] = new() { MaxPageSize = 137 },
        ["pages clamped silently"] = new() { MaxPageSize = 500, Pages = PageBehavior.ClampsSilently },
        ["pages rejected above 500"] = new() { MaxPageSize = 500, Pages = PageBehavior.Rejects },
        ["pages rejected above 100"] = new() { MaxPageSize = 100, Pages = PageBehavior.Rejects },
        ["exclusive end"] = new() { EndInclusive = false },
        ["oldest first"] = new() { Ascending = true },
    };

    public static TheoryData<string, AiCodeTransport> Variants()
    {
        var variants = new TheoryData<string, AiCodeTransport>();
        foreach (string behavior in Behaviors.Keys)
        {
            variants.Add(behavior, AiCodeTransport.Json);
            variants.Add(behavior, AiCodeTransport.Csv);
            variants.Add(behavior, AiCodeTransport.Auto);
        }

        return variants;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Commits_equal_those_of_the_server(string behavior, AiCodeTransport transport)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, behavior: Behaviors[behavior]);
        using var client = new TestClient(server.Http);
        AiCodeQuery query = Query(30, transport);
        List<AiCommit> commits = await client.CommitsAsync(query);
        Assert.Equal(server.Expect(AiCodeKind.Commit, query.Range), commits.Select(Fingerprints.Of));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Changes_equal_those_of_the_server(string behavior, AiCodeTransport transport)
    {
        ApiBehavior served = Behaviors[behavior];
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(
            changes: Changes, behavior: served with { Order = served.Order?.Where(static index => index < 9).ToArray() });
        using var client = new TestClient(server.Http);
        AiCodeQuery query = Query(30, transport);
        List<AiCodeChange> changes = await client.ChangesAsync(query);
        Assert.Equal(server.Expect(AiCodeKind.Change, query.Range), changes.Select(Fingerprints.Of));
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public async Task The_expected_records_contain_awkward_values(AiCodeTransport transport)
    {
        Assert.Equal(AwkwardRecords.Some, Commits.Count);
        Assert.Equal(AwkwardRecords.Some, Changes.Count);
        Assert.Contains(Commits, static commit => commit.Message?.Contains('\r', StringComparison.Ordinal) == true);
        Assert.Contains(Commits, static commit => commit.Message?.Length > 100_000);
        Assert.Contains(Commits, static commit => commit.CommittedAt is null);
        Assert.Contains(Changes, static change => change.Files is null);
        Assert.Contains(Changes, static change => change.Files?.Length == 0);
        Assert.True(Commits.Select(static commit => commit.CreatedAt).Distinct().Count() < Commits.Count);

        // The comparison detects a different field.
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits.Where(static commit => commit.CreatedAt <= AwkwardRecords.End).Take(5).ToArray());
        using var client = new TestClient(server.Http);
        AiCommit first = (await client.CommitsAsync(Query(30, transport)))[0];
        Assert.NotEqual(server.Commits[0].Fingerprint, Fingerprints.Of(first with { Message = first.Message + " " }));
        Assert.NotEqual(server.Commits[0].Fingerprint, Fingerprints.Of(first with { CreatedAt = first.CreatedAt.AddTicks(1) }));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(30, false)]
    [InlineData(31, true)]
    [InlineData(60, false)]
    [InlineData(60, true)]
    [InlineData(95, true)]
    [InlineData(95, false)]
    public async Task Ranges_of_any_length_are_joined_without_gaps_or_duplicates(int days, bool endInclusive)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(
            AwkwardRecords.Commits(AwkwardRecords.Many, 95, seed: 2), AwkwardRecords.Changes(AwkwardRecords.Many, 95, seed: 2), new ApiBehavior { EndInclusive = endInclusive });
        foreach (AiCodeTransport transport in Enum.GetValues<AiCodeTransport>())
        {
            using var client = new TestClient(server.Http);
            AiCodeQuery query = Query(days, transport);
            List<AiCommit> commits = await client.CommitsAsync(query);
            Assert.Equal(server.Expect(AiCodeKind.Commit, query.Range).Order(), commits.Select(Fingerprints.Of).Order());
            List<AiCodeChange> changes = await client.ChangesAsync(query);
            Assert.Equal(server.Expect(AiCodeKind.Change, query.Range).Order(), changes.Select(Fingerprints.Of).Order());
            Assert.Equal(commits.OrderByDescending(static commit => commit.CreatedAt).Select(static commit => commit.CreatedAt), commits.Select(static commit => commit.CreatedAt));
        }
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public async Task Several_users_are_read_one_after_another(AiCodeTransport transport)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        string[] users = [AwkwardRecords.People[2].Email, AwkwardRecords.People[9].Id, "5"];
        AiCodeQuery query = Query(30, transport) with { Users = users };
        IEnumerable<string> expected = users.SelectMany(user => server.Expect(AiCodeKind.Commit, query.Range, user));
        Assert.Equal(expected, (await client.CommitsAsync(query)).Select(Fingerprints.Of));
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public async Task A_person_with_several_identifiers_is_returned_once(AiCodeTransport transport)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(
            AwkwardRecords.Commits(900, 95, seed: 3), AwkwardRecords.Changes(900, 95, seed: 3));
        using var client = new TestClient(server.Http);
        Person person = AwkwardRecords.People[9];
        AiCodeQuery query = Query(95, transport) with
        {
            Users = [person.Email, person.Id, "10", person.Email.ToUpperInvariant()],
        };
        Assert.Equal(
            server.Expect(AiCodeKind.Commit, query.Range, person.Id).Order(),
            (await client.CommitsAsync(query)).Select(Fingerprints.Of).Order());
        Assert.Equal(
            server.Expect(AiCodeKind.Change, query.Range, person.Id).Order(),
            (await client.ChangesAsync(query)).Select(Fingerprints.Of).Order());
    }

    [Fact]
    public async Task Ids_that_differ_only_in_case_are_two_users()
    {
        ExpectedCommit[] commits = AwkwardRecords.Commits(2, 5).Select(static (commit, index) => new ExpectedCommit(
            new Person(index == 0 ? "user_aB" : "user_Ab", $"{index}@company.com", index),
            commit.CreatedAt, commit.Hash, null, null, null, null, commit.Lines, null, null, null, null)).ToArray();
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(commits);
        using var client = new TestClient(server.Http);
        Assert.Equal(2, (await client.CommitsAsync(Query(30, AiCodeTransport.Json) with { Users = ["user_aB", "user_Ab"] })).Count);
    }

    [Fact]
    public async Task Users_without_records_are_reported_once()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        Assert.Empty(await client.CommitsAsync(Query(30, AiCodeTransport.Auto) with { Users = ["nobody@company.com", "noone@company.com"] }));
        WarningEvent warning = Assert.Single(client.Events.OfType<WarningEvent>());
        Assert.Contains("'nobody@company.com', 'noone@company.com'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_equal_those_of_the_server()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes);
        using var client = new TestClient(server.Http);
        AiCodeQuery query = Query(10, AiCodeTransport.Auto);
        Assert.Equal(server.Expect(AiCodeKind.Commit, query.Range).Count, await client.Client.CountCommitsAsync(query));
        Assert.Equal(server.Expect(AiCodeKind.Change, query.Range).Count, await client.Client.CountChangesAsync(query));
        Assert.Equal(2, server.Http.Requests.Count);
        Assert.All(server.Http.Requests, static request => Assert.Equal("1", request.Query["pageSize"]));
    }

    internal static AiCodeQuery Query(int days, AiCodeTransport transport) =>
        new(new AiCodeDateRange(AwkwardRecords.End.AddDays(-days), AwkwardRecords.End)) { Transport = transport };
}
