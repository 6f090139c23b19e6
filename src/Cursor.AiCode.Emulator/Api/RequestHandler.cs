using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Takes each request in and keeps the log of them.</summary>
internal sealed class RequestHandler(AiCodeApi api, ApiKeyValidator keys, SimulatedClock clock, RequestLog log, CancellationToken stopping)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        DateTimeOffset time = clock.Clock;
        KeyKind key = keys.Identify(context.Request.Headers.Authorization);
        string? fault = null;
        bool logged = false;
        void Log(int status)
        {
            if (logged)
            {
                return;
            }

            logged = true;
            log.Add(new RequestRecord(
                context.Request.Method, context.Request.Path, context.Request.QueryString.ToString(), key, status, time, fault));
        }

        // Before the headers are sent: who has them finds the request in the log.
        context.Response.OnStarting(() =>
        {
            Log(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        context.Response.Headers.Date = time.ToString("R", CultureInfo.InvariantCulture);
        using var requestAborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await api.RespondAsync(context, key, spec => fault = spec, requestAborted.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log(0);

            // There is no one to answer, or not to the end: half an answer must not look whole.
            context.Abort();
        }
    }
}
