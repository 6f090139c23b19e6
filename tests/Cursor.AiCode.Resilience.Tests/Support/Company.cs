using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>An emulator with the same data in each run, and the arguments of calls to it.</summary>
internal sealed class Company : IAsyncDisposable
{
    /// <summary>The end of the data.</summary>
    public static readonly DateTimeOffset End = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);

    // No other text contains a part of this key.
    private const string Key = "key_7b1e5d90c2f84a36";

    private Company(EmulatorServer server) => Server = server;

    public EmulatorServer Server { get; }

    public static async Task<Company> StartAsync(EmulatorOptions options) => new(await EmulatorServer.StartAsync(options with { Now = options.Now ?? End, ApiKey = Key }));

    /// <summary>The arguments of a call that exports the last days.</summary>
    public IEnumerable<string> Export(string path, double days, params string[] more) =>
        ["export", .. Connection, "--start", Text(End.AddDays(-days)), "--end", Text(End), "--out", path, .. more];

    /// <summary>The arguments of a call that exports a range of days before the end.</summary>
    public IEnumerable<string> ExportUntil(string path, double fromDays, double toDays, params string[] more) =>
        ["export", .. Connection, "--start", Text(End.AddDays(-fromDays)), "--end", Text(End.AddDays(-toDays)), "--out", path, .. more];

    /// <summary>The arguments of a call that exports the last days to a data set.</summary>
    public IEnumerable<string> Dataset(string path, string format, double days, params string[] more) =>
        ["dataset", .. Connection, "--start", Text(End.AddDays(-days)), "--end", Text(End), "--out", path, "--format", format, .. more];

    /// <summary>The arguments of a call that reads the last days.</summary>
    public IEnumerable<string> Read(double days, params string[] more) =>
        ["read", .. Connection, "--start", Text(End.AddDays(-days)), "--end", Text(End), .. more];

    /// <summary>The arguments of a call that sends this many requests for the count.</summary>
    public IEnumerable<string> Count(int times, params string[] more) =>
        ["count", .. Connection, "--start", Text(End.AddDays(-1)), "--end", Text(End), "--times", Invariant(times), .. more];

    /// <summary>Asserts that a text doesn't contain the key of this emulator in any encoding.</summary>
    public void AssertNoKey(string text) => Secret.AssertNotIn(Server.ApiKey, text);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private string[] Connection => ["--uri", Server.BaseUri.ToString(), "--key", Server.ApiKey];

    private static string Text(DateTimeOffset time) => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
