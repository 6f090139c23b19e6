using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Faults;
using Cursor.AiCode.Emulator.Formatting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cursor.AiCode.Emulator;

/// <summary>The AI Code Tracking API on loopback. It listens until it is disposed.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RequestLog _log = new();
    private readonly FaultPlan _faults;

    private EmulatorServer(EmulatorOptions options)
    {
        options.Validate();
        var clock = new SimulatedClock(options.TimeProvider, options.Now);
        _faults = new FaultPlan(options.Faults);
        ApiKey = options.ApiKey ?? ApiKeyValidator.CreateKey(options.Seed);
        DataEnd = options.Now ?? clock.SimulatedNow;
        DataStart = DataEnd.AddDays(-options.Days);
        CommitCount = options.Commits ?? (3L * options.Developers * CountWorkdays());
        ChangeCount = options.Changes ?? (50L * options.Developers * CountWorkdays());
        var dataset = new Dataset(
            (ulong)options.Seed, options.Developers, options.PrivacyShare, DataStart.ToUnixTimeMilliseconds(), DataEnd.ToUnixTimeMilliseconds());
        byte[] newline = options.Newline == CsvNewline.Crlf ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
        var commits = new CommitSequence(dataset, CommitCount, options.ArrivingPerMinute);
        var changes = new ChangeSequence(dataset, ChangeCount, options.ArrivingPerMinute);
        var store = new RecordStore(
            dataset, new CommitFormatter(commits, options.Shape, newline), new ChangeFormatter(changes, newline));
        var details = new CommitDetailsReader(options, dataset, commits);
        var keys = new ApiKeyValidator(options, ApiKey);
        _app = Build(options, new RequestHandler(options, clock, keys, store, details, _faults, _log, _stopping.Token));
    }

    /// <summary>The server's address, with its port.</summary>
    public Uri BaseUri { get; private set; } = new("http://127.0.0.1");

    /// <summary>The API key that the server accepts.</summary>
    public string ApiKey { get; }

    /// <summary>The number of commit records at the start of the server.</summary>
    public long CommitCount { get; }

    /// <summary>The number of change records at the start of the server.</summary>
    public long ChangeCount { get; }

    /// <summary>The start of the data, inclusive; UTC.</summary>
    public DateTimeOffset DataStart { get; }

    /// <summary>The end of the data at the start of the server, exclusive; UTC.</summary>
    public DateTimeOffset DataEnd { get; }

    /// <summary>A copy of the latest requests, up to 10,000, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Requests => _log.Snapshot();

    /// <summary>Starts a server. It listens when the task completes.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="FormatException">A fault is unknown or invalid.</exception>
    /// <exception cref="System.IO.IOException">The port is in use.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new EmulatorServer(options);
        await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
        ICollection<string> addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        server.BaseUri = new Uri(addresses.First());
        return server;
    }

    /// <summary>Adds a fault, in the format of <see cref="EmulatorOptions.Faults"/>.</summary>
    /// <exception cref="FormatException">The fault is unknown or invalid.</exception>
    public void AddFault(string spec) => _faults.Add(spec);

    /// <summary>Removes all faults.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Clears <see cref="Requests"/>.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops the server immediately; responses in progress are aborted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
        {
            await _app.StopAsync(now.Token).ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static WebApplication Build(EmulatorOptions options, RequestHandler handler)
    {
        // The empty builder reads no settings and writes no logs.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;

            // A client may read slowly.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (options.Tls != TlsMode.None)
                {
                    listen.UseHttps(UntrustedCertificate.Create(options.Tls));
                }
            });
        });
        WebApplication app = builder.Build();
        app.Run(handler.HandleAsync);
        return app;
    }

    private int CountWorkdays()
    {
        int days = 0;
        for (DateTimeOffset day = DataStart; day < DataEnd; day = day.AddDays(1))
        {
            days += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return days;
    }
}
