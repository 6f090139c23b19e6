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
    CommitDetailsReader details,
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
        ApiEndpoint? endpoint = ApiEndpoint.Find(http.Request.Path.Value ?? "", out bool isDownload);
        if (endpoint is null || (endpoint == ApiEndpoint.CommitDetails && options.CommitDetails == CommitDetailsMode.None))
        {
            await ApiError.NotFound("There is nothing at this path.").WriteAsync(http.Response, options.ErrorShape).ConfigureAwait(false);
            return;
        }

        var context = new RequestContext(http, endpoint, clock.SimulatedNow, options, requestAborted);
        if (CheckRequest(http, key) is ApiError error)
        {
            await context.WriteErrorAsync(error).ConfigureAwait(false);
        }
        else if (endpoint == ApiEndpoint.CommitDetails)
        {
            await WriteDetailsAsync(context, onFault).ConfigureAwait(false);
        }
        else
        {
            await WriteRecordsAsync(context, isDownload, onFault).ConfigureAwait(false);
        }
    }

    private async Task WriteRecordsAsync(RequestContext context, bool isDownload, Action<string> onFault)
    {
        ApiEndpoint endpoint = context.Endpoint;
        HttpRequest request = context.Http.Request;
        HttpResponse response = context.Response;
        ApiError? error = _reader.TryRead(request.Query, endpoint.IsCsv, context.Now, out Query query);
        Selection? selection = error is null ? store.Select(endpoint, query, context.Now) : null;
        string? etag = selection is null ? null : store.CreateETag(endpoint, query, selection);
        if (etag is not null && request.Headers.IfNoneMatch.Any(tag => tag?.Contains(etag, StringComparison.Ordinal) == true))
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
            await context.WriteErrorAsync(error!).ConfigureAwait(false);
        }
        else if (endpoint.IsCsv && !isDownload && options.CsvRedirect is int status)
        {
            response.StatusCode = status;
            response.Headers.Location = endpoint.DownloadPath + request.QueryString;
        }
        else
        {
            // With a fault there is no entity tag: a client must not keep the response.
            Fault? fault = NextFault(endpoint, onFault);
            response.Headers.ETag = fault is null ? etag : default;
            await _responses.WriteRecordsAsync(context, query, selection, fault ?? Fault.None).ConfigureAwait(false);
        }
    }

    private async Task WriteDetailsAsync(RequestContext context, Action<string> onFault)
    {
        byte[] body = [];
        ApiError? error = _limiters.Acquire(context.Endpoint, context.Response) ?? details.TryRead(context, out body);
        if (error is not null)
        {
            await context.WriteErrorAsync(error).ConfigureAwait(false);
            return;
        }

        Fault fault = NextFault(context.Endpoint, onFault) ?? Fault.None;
        await _responses.WriteDetailsAsync(context, body, fault).ConfigureAwait(false);
    }

    private Fault? NextFault(ApiEndpoint endpoint, Action<string> onFault)
    {
        PlannedFault? planned = faults.Next(endpoint);
        if (planned is not null)
        {
            onFault(planned.Spec);
        }

        return planned?.Fault;
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
