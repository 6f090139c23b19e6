using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.IO;
using Cursor.AiCode.Retrieval.CommitDetails;
using Cursor.AiCode.Tests.CommitDetails;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests;

/// <summary>
/// Tests that the library never resumes on the synchronization context of the caller. A host can block the thread of that
/// context until a call is completed.
/// </summary>
public sealed class ContextTests
{
    private static readonly string[] Items = Enumerable.Range(1, 1500).Select(static number => Response.Commit(number)).ToArray();
    private static readonly string Csv = Response.CommitsText(Enumerable.Range(1, 1500).Select(static number => Response.CommitRow(number)).ToArray());

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public Task Records(AiCodeTransport transport) => StaysAwayAsync(Response.Either(Page, Slowly("text/csv", Csv)), async client =>
        Assert.Equal(1500, await CountAsync(client.Client, TestClient.Days(7, transport)).ConfigureAwait(false)));

    [Fact]
    public Task An_enumeration_that_is_not_completed() => StaysAwayAsync(
        Response.Either(Response.PageOf(1_000_000, Items[0]), async context =>
        {
            context.Response.ContentType = "text/csv";
            await context.Response.WriteAsync(Csv);
            await context.Response.Body.FlushAsync();
            await Task.Delay(-1, context.RequestAborted);
        }),
        async client =>
        {
            IAsyncEnumerator<IReadOnlyList<AiCommit>> records = client.Client.ReadCommitsAsync(TestClient.Csv).GetAsyncEnumerator();
            client.Host.Enter();
            Assert.True(await records.MoveNextAsync().ConfigureAwait(false));
            client.Host.Enter();
            await records.DisposeAsync().ConfigureAwait(false);
        });

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public Task Counts_and_probes(AiCodeTransport transport) => StaysAwayAsync(Response.Either(Page, Slowly("text/csv", Csv)), async client =>
    {
        client.Host.Enter();
        Assert.Equal(1500, await client.Client.CountCommitsAsync(TestClient.Days(7, transport)).ConfigureAwait(false));
        client.Host.Enter();
        Assert.Null(await client.Client.ProbeAsync(AiCodeKind.Commit, transport).ConfigureAwait(false));
    });

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public Task Exports(AiCodeTransport transport) => StaysAwayAsync(Response.Either(Page, Slowly("text/csv", Csv)), async client =>
    {
        using var folder = new TempFolder();
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        Task<AiCodeExport> exporting;
        using (await FileLock.AcquireAsync(options.Path, TimeProvider.System, static _ => { }, default).ConfigureAwait(false))
        {
            client.Host.Enter();
            exporting = client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Days(7, transport), options);
        }

        Assert.Equal(1500, (await exporting.ConfigureAwait(false)).RecordCount);
    });

    [Fact]
    public Task An_append_to_a_file_that_begins_later() => StaysAwayAsync(Response.Either(Page, Slowly("text/csv", Csv)), async client =>
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Response.CommitsText(Response.CommitRow(9))).ConfigureAwait(false);
        client.Host.Enter();
        AiCodeQuery query = TestClient.Days(29, AiCodeTransport.Csv) with { Users = ["one@company.com", "two@company.com"] };
        Assert.True((await client.Client.ExportAsync(AiCodeKind.Commit, query, new AiCodeExportOptions { Path = folder.File(), Append = true }).ConfigureAwait(false)).RecordCount > 0);
    });

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public Task Data_sets(AiCodeTransport transport) => StaysAwayAsync(Response.Either(Page, Slowly("text/csv", Csv)), async client =>
    {
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set"), Transport = transport };
        _ = Directory.CreateDirectory(options.Path);
        Task<AiCodeDataset> exporting;
        using (await FileLock.AcquireAsync(Path.Combine(options.Path, "README.md"), TimeProvider.System, static _ => { }, default).ConfigureAwait(false))
        {
            client.Host.Enter();
            exporting = client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        }

        Assert.Equal(1500, (await exporting.ConfigureAwait(false)).RecordCount);
    });

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public Task Summaries(AiCodeTransport transport) => StaysAwayAsync(Response.Either(Page, Slowly("text/csv", Csv)), async client =>
    {
        client.Host.Enter();
        Assert.Equal(1500, Assert.Single(await client.Client.SummarizeCommitsAsync(TestClient.Days(7, transport), new AiCodeSummaryOptions()).ConfigureAwait(false)).CommitCount);
    });

    [Theory]
    [InlineData(0, UnknownCommits.Omit)]
    [InlineData(1, UnknownCommits.Reject)]
    [InlineData(40, UnknownCommits.Reject)]
    [InlineData(40, UnknownCommits.OmitAll)]
    public Task Details_of_commits(int unknown, UnknownCommits behavior)
    {
        var service = new DetailService { Unknown = behavior, MaxHashes = unknown == 1 ? CommitDetailService.OlderMaxHashes : 100 };
        return StaysAwayAsync(
            async context =>
            {
                await Task.Delay(20);
                await service.RespondAsync(context);
            },
            async client =>
            {
                int count = 0;
                client.Host.Enter();
                await foreach (AiCommitDetailBatch batch in client.Client.ReadCommitDetailsAsync([.. DetailService.Hashes(1, 40), .. DetailService.UnknownHashes(unknown)]).ConfigureAwait(false))
                {
                    count += batch.Details.Count;
                }

                Assert.Equal(40, count);
                client.Host.Enter();
                (AiCodeException? commits, AiCodeException? detail) = await client.Client.ProbeCommitDetailAsync().ConfigureAwait(false);
                Assert.True(commits is null && detail is null);
            });
    }

    [Fact]
    public async Task Faults_and_delays()
    {
        int requestCount = 0;
        await StaysAwayAsync(
            context => Interlocked.Increment(ref requestCount) switch
            {
                1 => Slowly("application/json", """{"message":"later"}""", 429)(context),
                2 => Slowly("text/html", "<html>", 503)(context),
                3 => Response.Status(302, "", ("Location", "/elsewhere" + context.Request.QueryString))(context),
                4 => Page(context),
                5 => Slowly("text/csv", Csv[..^90])(context),
                6 => Slowly("text/html", "<html>", 503)(context),
                _ => Slowly("text/csv", Csv)(context),
            },
            async client => Assert.Equal(1500, await CountAsync(client.Client, TestClient.Csv).ConfigureAwait(false)),
            requestsPerMinute: 1);
        Assert.Equal(7, requestCount);
    }

    [Fact]
    public async Task A_CSV_download_that_is_always_interrupted_is_replaced_by_pages()
    {
        await StaysAwayAsync(
            Response.Either(Page, Slowly("text/csv", Csv[..^90])),
            async client => Assert.Equal(1500, await CountAsync(client.Client, TestClient.Auto with { PageSize = 100 }).ConfigureAwait(false)));
    }

    [Fact]
    public Task A_count_that_is_requested_again()
    {
        int requestCount = 0;
        return StaysAwayAsync(
            Response.Either(context => Slowly("application/json", Response.PageText(Interlocked.Increment(ref requestCount) == 1 ? 1499 : 1500, Items[0]))(context), Slowly("text/csv", Csv)),
            async client => Assert.Equal(1500, await CountAsync(client.Client, TestClient.Csv).ConfigureAwait(false)));
    }

    private static async Task<int> CountAsync(AiCodeClient client, AiCodeQuery query)
    {
        int count = 0;
        await foreach (IReadOnlyList<AiCommit> batch in client.ReadCommitsAsync(query).ConfigureAwait(false))
        {
            count += batch.Count;
        }

        return count;
    }

    private static async Task StaysAwayAsync(RequestDelegate response, Func<HostedClient, Task> use, int requestsPerMinute = 1000)
    {
        await using TestServer server = await TestServer.StartAsync(response);
        var host = new HostContext();
        using HttpMessageHandler handler = SharedHttpHandler.Create(useProxy: false);
        using var rateLimiterFolder = new TempFolder();
        var options = new AiCodeClientOptions(TestServer.Key, server.BaseUri)
        {
            TimeProvider = host.Over(new TestTimeProvider()),
            Handler = handler,
            RateLimiterDirectory = rateLimiterFolder.FullName,
            RequestsPerMinute = requestsPerMinute,
        };
        using var client = new AiCodeClient(options, _ => host.Enter());
        await Task.Run(() =>
        {
            host.Enter();
            return use(new HostedClient(client, host));
        });
        Assert.Equal(0, host.Posts);
    }

    private static Task Page(HttpContext context)
    {
        int page = int.Parse(context.Request.Query["page"]!, System.Globalization.CultureInfo.InvariantCulture);
        int size = int.Parse(context.Request.Query["pageSize"]!, System.Globalization.CultureInfo.InvariantCulture);
        return Slowly("application/json", Response.PageText(Items.Length, Items.Skip((page - 1) * size).Take(size).ToArray()))(context);
    }

    // Sends the body in two parts, so that the reader has to wait for each of them.
    private static RequestDelegate Slowly(string type, string body, int status = 200) => async context =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        foreach (byte[] part in new[] { bytes[..(bytes.Length / 2)], bytes[(bytes.Length / 2)..] })
        {
            await Task.Delay(20);
            await context.Response.Body.WriteAsync(part);
            await context.Response.Body.FlushAsync();
        }
    };

    private sealed record HostedClient(AiCodeClient Client, HostContext Host);
}
