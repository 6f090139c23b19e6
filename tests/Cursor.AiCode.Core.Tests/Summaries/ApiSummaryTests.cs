using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Completeness;
using Cursor.AiCode.Tests.Retrieval;
using Cursor.AiCode.Tests.Support;
using Xunit;
using static Cursor.AiCode.AiCodeGrouping;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests that a summary of records from the API equals that of the same records as objects.</summary>
public sealed class ApiSummaryTests
{
    private const int Records = 1200;
    private const int Days = 40;

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Commits_equal_those_of_the_objects(AiCodeTransport transport)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(AwkwardRecords.Commits(Records, Days, seed: 21));
        using var client = new TestClient(server.Http);
        AiCodeQuery query = CompletenessTests.Query(Days, transport);
        foreach (AiCodeGrouping by in new[] { Repository, User, Week })
        {
            var options = new AiCodeSummaryOptions { By = [by], TimeZone = TimeZoneInfo.Utc };
            var summarizer = new AiCommitSummarizer(options);
            (await client.CommitsAsync(query)).ForEach(summarizer.Add);
            IReadOnlyList<AiCommitSummary> expected = summarizer.Summarize(), actual = await client.Client.SummarizeCommitsAsync(query, options);
            Assert.True(expected.Count > 1);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Changes_equal_those_of_the_objects(AiCodeTransport transport)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync([], AwkwardRecords.Changes(Records, Days, seed: 21));
        using var client = new TestClient(server.Http);
        AiCodeQuery query = CompletenessTests.Query(Days, transport);
        foreach (AiCodeGrouping by in new[] { Model, Extension, Month })
        {
            var options = new AiCodeSummaryOptions { By = [by], TimeZone = TimeZoneInfo.Utc };
            var summarizer = new AiChangeSummarizer(options);
            (await client.ChangesAsync(query)).ForEach(summarizer.Add);
            IReadOnlyList<AiChangeSummary> expected = summarizer.Summarize(), actual = await client.Client.SummarizeChangesAsync(query, options);
            Assert.True(expected.Count > 1);
            Assert.Equal(expected, actual);
        }
    }
}
