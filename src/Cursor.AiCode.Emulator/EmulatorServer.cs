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

/// <summary>The AI Code Tracking API on loopback. It serves from its start until it is disposed.</summary>
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
        ApiKey = options.ApiKey ?? ApiKeyValidator.Default(options.Seed);
        var keys = new ApiKeyValidator(options, ApiKey);
        DataEnd = options.Now ?? clock.Now;
        DataStart = DataEnd.AddDays(-options.Days);
        CommitCount = options.Commits ?? (3L * options.Developers * Workdays());
        ChangeCount = options.Changes ?? (50L * options.Developers * Workdays());
        var dataset = new Dataset(
            (ulong)options.Seed, options.Developers, options.PrivacyShare, DataStart.ToUnixTimeMilliseconds(), DataEnd.ToUnixTimeMilliseconds());
        byte[] newline = options.Newline == CsvNewline.CrLf ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
        var store = new RecordStore(
            dataset,
            new CommitFormatter(new CommitSequence(dataset, CommitCount, options.ArrivingPerMinute), options.Shape, newline),
            new ChangeFormatter(new ChangeSequence(dataset, ChangeCount, options.ArrivingPerMinute), newline));
        var api = new AiCodeApi(options, clock, keys, store, new ResponseWriter(options, store, _faults));
        _app = Build(options, new RequestHandler(api, keys, clock, _log, _stopping.Token));
    }

    /// <summary>The server's address, with its port.</summary>
    public Uri BaseUri { get; private set; } = new("http://127.0.0.1");

    /// <summary>The key that it accepts.</summary>
    public string ApiKey { get; }

    /// <summary>How many commit records it holds at the start.</summary>
    public long CommitCount { get; }

    /// <summary>How many change records it holds at the start.</summary>
    public long ChangeCount { get; }

    /// <summary>The data begins here; UTC.</summary>
    public DateTimeOffset DataStart { get; }

    /// <summary>The data that exists at the start ends before this; UTC.</summary>
    public DateTimeOffset DataEnd { get; }

    /// <summary>The last requests (up to 10,000), oldest first; a copy.</summary>
    public IReadOnlyList<RequestRecord> Requests => _log.Snapshot();

    /// <summary>Starts a server; it listens when the task is done.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="FormatException">A fault is not known.</exception>
    /// <exception cref="System.IO.IOException">The port is taken.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new EmulatorServer(options);
        await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
        ICollection<string> addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        server.BaseUri = new Uri(addresses.First());
        return server;
    }

    /// <summary>Plans a fault, in the words of <see cref="EmulatorOptions.Faults"/>.</summary>
    /// <exception cref="FormatException">The fault is not known.</exception>
    public void AddFault(string spec) => _faults.Add(spec);

    /// <summary>Drops all planned faults: from now on the server behaves.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops at once; answers that are still under way are broken off.</summary>
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
        // The empty builder reads no settings and logs nothing.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;

            // A client may read as slowly as it likes: that is its own time-out to find.
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

    private int Workdays()
    {
        int days = 0;
        for (DateTimeOffset day = DataStart; day < DataEnd; day = day.AddDays(1))
        {
            days += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return days;
    }
}
