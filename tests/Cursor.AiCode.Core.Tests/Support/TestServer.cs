using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A request that a server received.</summary>
internal sealed record ServedRequest(string Path, IReadOnlyDictionary<string, string> Query, string? Authorization)
{
    public bool IsCsv => Path.EndsWith(".csv", StringComparison.Ordinal);
}

/// <summary>A server on loopback that sends the responses of a test, and keeps the requests.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Key = "key_3f9c71d2aa7745bb";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ServedRequest> _requests = new();

    private TestServer(RequestDelegate respond)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(async context =>
        {
            _requests.Enqueue(new ServedRequest(
                context.Request.Path,
                context.Request.Query.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToString()),
                context.Request.Headers.Authorization));
            try
            {
                await respond(context);
            }
            catch (OperationCanceledException)
            {
                context.Abort();
            }
        });
    }

    public Uri BaseUri { get; private set; } = new("http://127.0.0.1");

    /// <summary>The requests that were received.</summary>
    public IReadOnlyList<ServedRequest> Requests => _requests.ToArray();

    /// <summary>The Authorization header with <see cref="Key"/>.</summary>
    public static string Authorization => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"));

    public static async Task<TestServer> StartAsync(RequestDelegate respond)
    {
        var server = new TestServer(respond);
        await server._app.StartAsync();
        server.BaseUri = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>Starts a server that sends these responses in order, and repeats the last one.</summary>
    public static Task<TestServer> StartAsync(params RequestDelegate[] responses)
    {
        int next = 0;
        return StartAsync(context => responses[Math.Min(Interlocked.Increment(ref next), responses.Length) - 1](context));
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
