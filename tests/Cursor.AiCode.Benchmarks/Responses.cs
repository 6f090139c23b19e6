using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Responses of the emulator.</summary>
internal static class Responses
{
    private static readonly DateTimeOffset End = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The number of records of each kind in CSV responses.</summary>
    public static int Records { get; set; } = 10_000;

    /// <summary>The number of records in a page.</summary>
    public static int PageRecords => Math.Min(Records, AiCodeQuery.MaxPageSize);

    /// <summary>A CSV response.</summary>
    public static byte[] Csv(AiCodeKind kind) => Get(Name(kind) + ".csv", "");

    /// <summary>A JSON page.</summary>
    public static byte[] Page(AiCodeKind kind) =>
        Get(Name(kind), "&page=1&pageSize=" + PageRecords.ToString(CultureInfo.InvariantCulture));

    private static string Name(AiCodeKind kind) => kind == AiCodeKind.Commit ? "commits" : "changes";

    private static byte[] Get(string name, string more)
    {
        var options = new EmulatorOptions { Now = End, Days = 30, Commits = Records, Changes = Records, Limit = 0 };
        EmulatorServer server = EmulatorServer.StartAsync(options).GetAwaiter().GetResult();
        try
        {
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(server.ApiKey + ":")));
            var address = new Uri(server.BaseUri, $"/analytics/ai-code/{name}?startDate=2025-07-01T00:00:00Z&endDate=2025-07-31T00:00:00Z{more}");
            return client.GetByteArrayAsync(address).GetAwaiter().GetResult();
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
