using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>A request and its response.</summary>
/// <param name="http">The HTTP request.</param>
/// <param name="endpoint">The endpoint.</param>
/// <param name="now">The simulated time of the request; UTC.</param>
/// <param name="options">The options of the server.</param>
/// <param name="requestAborted">Cancelled when the client closes the connection or the server stops.</param>
internal sealed class RequestContext(
    HttpContext http, ApiEndpoint endpoint, DateTimeOffset now, EmulatorOptions options, CancellationToken requestAborted)
{
    /// <summary>The HTTP request and response.</summary>
    public HttpContext Http { get; } = http;

    /// <summary>The HTTP response.</summary>
    public HttpResponse Response => Http.Response;

    /// <summary>The endpoint.</summary>
    public ApiEndpoint Endpoint { get; } = endpoint;

    /// <summary>The simulated time of the request; UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The clock of the server.</summary>
    public TimeProvider Time => options.TimeProvider;

    /// <summary>Cancelled when the client closes the connection or the server stops.</summary>
    public CancellationToken RequestAborted { get; } = requestAborted;

    /// <summary>Responds with an error.</summary>
    public Task WriteErrorAsync(ApiError error) => error.WriteAsync(Response, options.ErrorShape);

    /// <summary>Waits until <see cref="RequestAborted"/> is cancelled.</summary>
    /// <exception cref="OperationCanceledException">Always, at the end of the wait.</exception>
    public Task WaitForAbortAsync() => Task.Delay(Timeout.Infinite, RequestAborted);
}
