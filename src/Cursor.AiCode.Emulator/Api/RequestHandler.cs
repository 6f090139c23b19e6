using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Faults;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Handles requests: checks the key, the rate limit and the parameters, and has the response written.</summary>
internal sealed class RequestHandler(
    EmulatorOptions options,
    SimulatedClock clock,
    ApiKeyValidator keys,
    RecordStore store,
    FaultPlan faults,
    RequestLog log,
    CancellationToken stopping)
{
    private readonly QueryReader _reader = new(options);
    private readonly RateLimiterRegistry _limiters = new(options, clock);
    private readonly ResponseWriter _responses = new(options, store);

    /// <summary>Handles one request, and logs it.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        DateTimeOffset time = clock.UtcNow;
        KeyKind key = keys.Identify(http.Request.Headers.Authorization);
        string? fault = null;
        bool isLogged = false;
        void Log(int status)
        {
            if (!isLogged)
            {
                isLogged = true;
                HttpRequest request = http.Request;
                log.Add(new RequestRecord(request.Method, request.Path, request.QueryString.ToString(), key, status, time, fault));
            }
        }

        // Logged before the headers are sent: a client that has received them finds the request in the log.
        http.Response.OnStarting(() =>
        {
            Log(http.Response.StatusCode);
            return Task.CompletedTask;
        });
        http.Response.Headers.Date = time.ToString("R", CultureInfo.InvariantCulture);
        using var requestAborted = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await RespondAsync(http, key, spec => fault = spec, requestAborted.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log(0);

            // An incomplete response must not look complete.
            http.Abort();
        }
    }

    private async Task RespondAsync(HttpContext http, KeyKind key, Action<string> onFault, CancellationToken requestAborted)
    {
        HttpResponse response = http.Response;
        ApiEndpoint? endpoint = ApiEndpoint.Find(http.Request.Path.Value ?? "", out bool isDownload);
        ApiError? error = endpoint is null ? ApiError.NotFound("There is nothing at this path.") : CheckRequest(http, key);
        if (error is not null || endpoint is null)
        {
            await error!.WriteAsync(response, options.ErrorShape).ConfigureAwait(false);
            return;
        }

        DateTimeOffset now = clock.SimulatedNow;
        error = _reader.TryRead(http.Request.Query, endpoint.IsCsv, now, out Query query);
        Selection? selection = error is null ? store.Select(endpoint, query, now) : null;
        string? etag = selection is null ? null : store.CreateETag(endpoint, query, selection);
        if (etag is not null && http.Request.Headers.IfNoneMatch.Any(tag => tag?.Contains(etag, StringComparison.Ordinal) == true))
        {
            // Doesn't count against the rate limit.
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.ETag = etag;
            return;
        }

        // The target of a redirect doesn't count again.
        error = (isDownload ? null : _limiters.Acquire(endpoint, response)) ?? error ?? CheckUser(query);
        if (error is not null || selection is null)
        {
            await error!.WriteAsync(response, options.ErrorShape).ConfigureAwait(false);
        }
        else if (endpoint.IsCsv && !isDownload && options.CsvRedirect is int status)
        {
            response.StatusCode = status;
            response.Headers.Location = endpoint.DownloadPath + http.Request.QueryString;
        }
        else if (faults.Next(endpoint) is PlannedFault planned)
        {
            // Without an entity tag: a client must not keep the response.
            onFault(planned.Spec);
            await _responses.WriteAsync(Context(), query, selection, planned.Fault).ConfigureAwait(false);
        }
        else
        {
            response.Headers.ETag = etag;
            await _responses.WriteAsync(Context(), query, selection, Fault.None).ConfigureAwait(false);
        }

        RequestContext Context() => new(http, endpoint, now, options, requestAborted);
    }

    private ApiError? CheckRequest(HttpContext http, KeyKind key)
    {
        if (http.Request.Method != HttpMethods.Get)
        {
            http.Response.Headers.Allow = HttpMethods.Get;
            return ApiError.MethodNotAllowed(http.Request.Method);
        }

        ApiError? error = keys.GetError(key);
        http.Response.Headers.WWWAuthenticate = error?.Status == 401 ? "Basic realm=\"api\"" : default;
        return error;
    }

    private ApiError? CheckUser(Query query) =>
        options.UnknownUser == UnknownUserMode.Error && store.IsUnknownUser(query) ? ApiError.NotFound("User not found") : null;
}
