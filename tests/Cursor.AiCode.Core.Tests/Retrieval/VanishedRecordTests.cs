using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Retrieval;

/// <summary>Tests records that disappear between two pages, so that the last page doesn't exist anymore.</summary>
public sealed class VanishedRecordTests
{
    private const int PageSize = 5;

    private static AiCodeQuery Query => TestClient.Json with { PageSize = PageSize };

    [Theory]
    [InlineData(null)]
    [InlineData(400)]
    [InlineData(404)]
    public async Task Trial_N07_an_error_past_the_last_page_is_an_empty_page(int? status)
    {
        // The last of 11 records disappears after the first page.
        int requestCount = 0;
        await using TestServer server = await TestServer.StartAsync(Service(status, () => ++requestCount == 1 ? 11 : 10));
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(Query);
        Assert.Equal(Enumerable.Range(1, 10).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
    }

    [Theory]
    [InlineData(400, AiCodeErrorKind.BadRequest)]
    [InlineData(404, AiCodeErrorKind.NotFound)]
    public async Task Trial_N07_an_error_for_an_existing_page_is_an_error(int status, AiCodeErrorKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(context =>
            context.Request.Query["page"] == "3" ? Response.Status(status, "{}")(context) : Service(null, static () => 11)(context));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(kind, Query);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task Trial_N07_a_record_that_moved_to_an_earlier_page_is_not_lost(int status)
    {
        // The first record disappears after the first page, so the sixth record moves to the first page.
        int requestCount = 0;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            int skipped = ++requestCount == 1 ? 0 : 1;
            int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
            int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
            int[] records = Enumerable.Range(1, 11).Skip(skipped).ToArray();
            return (page - 1) * size >= records.Length
                ? Response.Status(status, "{}")(context)
                : Response.PageOf(records.Length, records.Skip((page - 1) * size).Take(size).Select(static number => Response.Commit(number)).ToArray())(context);
        });
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.DataChanged, Query);
    }

    [Fact]
    public async Task A_count_that_is_too_high_causes_a_second_pass()
    {
        // Each pass ends with the number of records of the service. The second pass confirms that no record was skipped.
        await using TestServer server = await TestServer.StartAsync(context => context.Request.Query["page"] == "1" && context.Request.Query["pageSize"] != "1"
            ? Response.PageOf(5, Response.Commit(1), Response.Commit(2), Response.Commit(3), Response.Commit(4))(context)
            : Response.PageOf(4)(context));
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(Query);
        Assert.Equal(Enumerable.Range(1, 4).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
        Assert.Equal(2, server.Requests.Count(static request => request.Query["page"] == "1" && request.Query["pageSize"] != "1"));
    }

    private static RequestDelegate Service(int? status, System.Func<int> total) => context =>
    {
        int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
        int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
        int count = total();
        return status is { } rejection && (page - 1) * size >= count
            ? Response.Status(rejection, "{}")(context)
            : Response.PageOf(count, Enumerable.Range(1, count).Skip((page - 1) * size).Take(size).Select(static number => Response.Commit(number)).ToArray())(context);
    };
}
