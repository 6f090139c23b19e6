using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Interrupted;

/// <summary>
/// Tests interrupted CSV responses. The client requests them again and returns each record once. If the interruptions don't
/// stop, it reads pages or fails. If records change during the retry, it fails.
/// </summary>
public sealed class InterruptedStreamTests
{
    private const int Records = 3000;
    private const string Csv = "@commits.csv";

    public static TheoryData<string, AiCodeTransport, bool> Passing()
    {
        var data = new TheoryData<string, AiCodeTransport, bool>();
        foreach (string fault in new[] { "reset-mid-body:40k:1", "reset-mid-body:300k:1", "cut-mid-body:1b:1", "cut-mid-body:300k:1", "stall:120k:1", "cut-last-field:1", "cut-records:1", "reset-before-headers:2", "status:503:2" })
        {
            foreach (bool export in new[] { false, true })
            {
                data.Add(fault, AiCodeTransport.Auto, export);
                data.Add(fault, AiCodeTransport.Csv, export);
            }
        }

        // The response is interrupted repeatedly, each time at a later position.
        data.Add("reset-mid-body:40k:1 cut-mid-body:200k:1 stall:400k:1", AiCodeTransport.Csv, false);
        data.Add("reset-mid-body:40k:1 cut-mid-body:200k:1 stall:400k:1", AiCodeTransport.Csv, true);
        return data;
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Fault_08_12_17_37_a_temporarily_interrupted_stream_returns_each_record_once(string faults, AiCodeTransport transport, bool export)
    {
        await using Company company = await StartAsync();
        string[] expected = await ReadAsync(company, AiCodeTransport.Json);
        Assert.Equal(Records, expected.Length);
        foreach (string fault in faults.Split(' '))
        {
            company.Server.AddFault(fault + Csv);
        }

        Assert.Equal(expected, export ? await ExportAsync(company, transport) : await ReadAsync(company, transport));
        Assert.Contains(company.Server.Requests, static request => request.Fault is not null);
    }

    [Theory]
    [InlineData("reset-mid-body:100k")]
    [InlineData("cut-mid-body:300k")]
    [InlineData("stall:100k")]
    [InlineData("cut-last-field")]
    public async Task Fault_08_17_37_a_permanently_interrupted_stream_gives_pages_or_an_error(string fault)
    {
        await using Company company = await StartAsync();
        string[] expected = await ReadAsync(company, AiCodeTransport.Json);
        company.Server.AddFault(fault + Csv);
        Assert.Equal(expected, await ReadAsync(company, AiCodeTransport.Auto));
        Assert.Equal(expected, await ExportAsync(company, AiCodeTransport.Auto));
        AiCodeException e = await FailsAsync(company, () => ReadAsync(company, AiCodeTransport.Csv));
        Assert.Contains(e.Kind, new[] { AiCodeErrorKind.IncompleteAnswer, AiCodeErrorKind.Timeout, AiCodeErrorKind.ConnectionLost });
        e = await FailsAsync(company, () => ExportAsync(company, AiCodeTransport.Csv));
        Assert.Contains(e.Kind, new[] { AiCodeErrorKind.IncompleteAnswer, AiCodeErrorKind.Timeout, AiCodeErrorKind.ConnectionLost });
    }

    [Theory]
    [InlineData(AiCodeTransport.Auto)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Fault_12_34_a_stream_without_all_records_is_an_error(AiCodeTransport transport)
    {
        await using Company company = await StartAsync();
        company.Server.AddFault("cut-records" + Csv);
        company.Server.AddFault("gaps@commits");
        AiCodeException e = await FailsAsync(company, () => ReadAsync(company, transport));
        Assert.Equal(AiCodeErrorKind.CountMismatch, e.Kind);
    }

    // The stream is interrupted after some records were returned. In the next response, one of them is missing or changed.
    [Theory]
    [InlineData(true, AiCodeErrorKind.DataChanged)]
    [InlineData(false, AiCodeErrorKind.DataChanged)]
    public async Task Fault_08_records_that_change_during_the_retry_are_an_error(bool replaced, AiCodeErrorKind kind)
    {
        int streams = 0;
        string Body(IEnumerable<int> ids) => Columns.Header(AiCodeKind.Change) + "\n" + string.Concat(ids.Select(static id =>
            $"{id},u,e,TAB,m,1,2,{Company.End.AddMinutes(-id):yyyy-MM-dd'T'HH:mm:ss.fff'Z'},[]\n"));
        string first = Body(Enumerable.Range(1, 2000));
        string second = Body(replaced ? Enumerable.Range(2, 2000) : Enumerable.Range(2, 1999));
        var api = new FakeApi(address =>
        {
            bool csv = address.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal);
            string text = !csv ? $$"""{"items":[],"totalCount":{{(streams == 0 || replaced ? 2000 : 1999)}}}"""
                : streams++ == 0 ? first[..^20] : second;
            return (csv ? "text/csv" : "application/json", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
        });
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => api.ReadAsync(AiCodeKind.Change, AiCodeTransport.Csv));
        Assert.Equal(kind, e.Kind);
    }

    // The client reads batches of 512 records. The truncated record can be the first or the last one of a batch.
    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1024)]
    public async Task Fault_37_a_truncated_but_valid_time_is_not_returned(int records)
    {
        string whole = Columns.Header(AiCodeKind.Commit) + "\n" + string.Concat(Enumerable.Range(1, records).Select(static id =>
            $"hash{id},u,e,r,b,true,ide,1,2,3,4,5,6,7,8,message,,{Company.End.AddMinutes(-id).AddMilliseconds(123):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n"));
        List<RecordValues> expected = RecordValues.OfCsv(AiCodeKind.Commit, System.Text.Encoding.UTF8.GetBytes(whole))!;
        foreach (int cut in new[] { 2, 3, 4, 6, 9 })
        {
            int streams = 0;
            FakeApi api = FakeApi.Of(AiCodeTransport.Csv, () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(streams++ == 0 ? whole[..^cut] : whole)), records);
            Assert.Equal(expected, await api.ReadAsync(AiCodeKind.Commit, AiCodeTransport.Csv));
        }
    }

    private static Task<Company> StartAsync() => Company.StartAsync(new EmulatorOptions { Commits = Records, Changes = 0, Days = 20, Limit = 0 });

    private static AiCodeQuery Query(AiCodeTransport transport) => new(new AiCodeDateRange(Company.End.AddDays(-20), Company.End)) { Transport = transport };

    private static async Task<string[]> ReadAsync(Company company, AiCodeTransport transport)
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        using AiCodeClient client = Client(company, clock);
        var all = new List<string>();
        Task reading = Task.Run(async () =>
        {
            await foreach (IReadOnlyList<AiCommit> batch in client.ReadCommitsAsync(Query(transport)))
            {
                all.AddRange(batch.Select(static commit => RecordValues.Of(commit).Fields));
            }
        });
        await UntilDoneAsync(reading, clock);
        return all.Order(StringComparer.Ordinal).ToArray();
    }

    private static async Task<string[]> ExportAsync(Company company, AiCodeTransport transport)
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        using AiCodeClient client = Client(company, clock);
        string path = folder.File();
        try
        {
            await UntilDoneAsync(client.ExportAsync(AiCodeKind.Commit, Query(transport), new AiCodeExportOptions { Path = path }), clock);
        }
        catch (AiCodeException)
        {
            Assert.Empty(folder.Names);
            throw;
        }

        LeftoverFiles.AssertDeleted(folder, path);
        return RecordValues.OfCsv(AiCodeKind.Commit, await File.ReadAllBytesAsync(path))!.Select(static record => record.Fields).Order(StringComparer.Ordinal).ToArray();
    }

    private static async Task<AiCodeException> FailsAsync(Company company, Func<Task> action)
    {
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(action);
        company.AssertNoKey(e.ToString());
        return e;
    }

    private static AiCodeClient Client(Company company, TestTimeProvider clock) => new(
        new AiCodeClientOptions(company.Server.ApiKey, company.Server.BaseUri) { TimeProvider = clock, RateLimiterDirectory = "", RequestsPerMinute = 100_000 },
        item => company.AssertNoKey(item.ToString()));

    // The read timeout ends a stall: advances the clock while no data arrives.
    private static async Task UntilDoneAsync(Task task, TestTimeProvider clock)
    {
        var timeout = Task.Delay(TimeSpan.FromSeconds(30));
        while (!task.IsCompleted)
        {
            Assert.False(timeout.IsCompleted, "The call doesn't end.");
            await Task.WhenAny(task, Task.Delay(300));
            if (!task.IsCompleted && clock.Pending > 0)
            {
                clock.Advance(TimeSpan.FromSeconds(61));
            }
        }

        await task;
    }
}
