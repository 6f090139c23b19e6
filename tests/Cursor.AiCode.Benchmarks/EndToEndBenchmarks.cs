using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Complete calls of the client to an emulator in the same process.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet ends it by its cleanup.")]
public class EndToEndBenchmarks
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"aicode-benchmark-{Guid.NewGuid():N}.csv");
    private EmulatorServer _server = null!;
    private AiCodeClient _client = null!;
    private AiCodeQuery _query = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _server = await EmulatorServer.StartAsync(new EmulatorOptions { Days = 30, Commits = Responses.Records, Changes = Responses.Records, Limit = 0 });
        _client = new AiCodeClient(new AiCodeClientOptions(_server.ApiKey, _server.BaseUri) { RequestsPerMinute = 1_000_000, RateLimiterDirectory = "" });
        _query = new AiCodeQuery(new AiCodeDateRange(_server.DataStart, _server.DataEnd));
    }

    [Benchmark(Baseline = true)]
    public Task<long> ReadCommits() => CountAsync(_client.ReadCommitsAsync(_query));

    [Benchmark]
    public Task<long> ReadCommitsByPages() => CountAsync(_client.ReadCommitsAsync(_query with { Transport = AiCodeTransport.Json }));

    [Benchmark]
    public Task<long> ReadChanges() => CountAsync(_client.ReadChangesAsync(_query));

    [Benchmark]
    public async Task<long> ExportChanges() =>
        (await _client.ExportAsync(AiCodeKind.Change, _query, new AiCodeExportOptions { Path = _path })).RecordCount;

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        File.Delete(_path);
    }

    private static async Task<long> CountAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> batches)
    {
        long count = 0;
        await foreach (IReadOnlyList<T> batch in batches)
        {
            count += batch.Count;
        }

        return count;
    }
}
