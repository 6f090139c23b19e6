using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Engine.Tests.Support;

/// <summary>An emulator with a month of records, a client, and a folder for the files of a test.</summary>
internal sealed class EmulatedMonth : IAsyncDisposable
{
    private readonly EmulatorServer _server;
    private readonly TempFolder _folder = new();
    private readonly TempFolder _rateLimiter = new();
    private readonly int _records;

    private EmulatedMonth(EmulatorServer server, int records)
    {
        _server = server;
        _records = records;
        Client = new AiCodeClient(new AiCodeClientOptions(server.ApiKey, server.BaseUri) { RateLimiterDirectory = _rateLimiter.FullName, RequestsPerMinute = 10_000 });
    }

    public AiCodeClient Client { get; }

    /// <summary>A query for all records.</summary>
    public AiCodeQuery All => new(new AiCodeDateRange(_server.DataStart, _server.DataEnd));

    /// <summary>Starts the emulator with this number of commits and of changes.</summary>
    public static async Task<EmulatedMonth> StartAsync(int records) => new(
        await EmulatorServer.StartAsync(new EmulatorOptions
        {
            Now = new DateTimeOffset(2025, 7, 31, 0, 0, 0, TimeSpan.Zero),
            Days = 30,
            Commits = records,
            Changes = records,
            Limit = 0,
        }),
        records);

    /// <summary>Returns all records of an enumeration.</summary>
    public static async Task<List<T>> AllOf<T>(IAsyncEnumerable<IReadOnlyList<T>> batches)
    {
        var all = new List<T>();
        await foreach (IReadOnlyList<T> batch in batches)
        {
            all.AddRange(batch);
        }

        return all;
    }

    /// <summary>Exports all records of a kind to a CSV file, and returns its path.</summary>
    public async Task<string> ExportCsvAsync(AiCodeKind kind)
    {
        string path = _folder.File($"{kind}.csv");
        AiCodeExport export = await Client.ExportAsync(kind, All, new AiCodeExportOptions { Path = path });
        Assert.Equal(_records, export.RecordCount);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
        _rateLimiter.Dispose();
    }
}
