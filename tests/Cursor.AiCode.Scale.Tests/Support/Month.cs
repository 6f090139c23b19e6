using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Tests.Support;

namespace Cursor.AiCode.Scale.Tests.Support;

/// <summary>An emulator with a month of records, and a client.</summary>
internal sealed class Month : IAsyncDisposable
{
    private readonly TempFolder _rateLimiterFolder = new();

    private Month(EmulatorServer server, int requestsPerMinute)
    {
        Server = server;
        Clock = new TestTimeProvider();
        Client = new AiCodeClient(new AiCodeClientOptions(server.ApiKey, server.BaseUri)
        {
            RateLimiterDirectory = _rateLimiterFolder.FullName,
            RequestsPerMinute = requestsPerMinute,
            TimeProvider = Clock,
        });
    }

    public EmulatorServer Server { get; }

    public AiCodeClient Client { get; }

    /// <summary>The fake clock of the client.</summary>
    public TestTimeProvider Clock { get; }

    public AiCodeQuery All => new(new AiCodeDateRange(Server.DataStart, Server.DataEnd));

    /// <summary>Starts the emulator with this number of records of each kind.</summary>
    public static async Task<Month> StartAsync(int records, int limit = 0, int days = 30) => new(
        await EmulatorServer.StartAsync(new EmulatorOptions
        {
            Now = new DateTimeOffset(2025, 7, 31, 0, 0, 0, TimeSpan.Zero),
            Days = days,
            Commits = records,
            Changes = records,
            Limit = limit,
        }),
        limit == 0 ? 10_000 : limit);

    /// <summary>The number of records read.</summary>
    public async Task<int> ReadAsync(AiCodeKind kind) => kind == AiCodeKind.Commit
        ? (await AllOf(Client.ReadCommitsAsync(All))).Count
        : (await AllOf(Client.ReadChangesAsync(All))).Count;

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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _rateLimiterFolder.Dispose();
    }
}
