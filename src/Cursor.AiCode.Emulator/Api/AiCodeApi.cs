using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Decides on requests: authorization, then the limit, then the parameters, then the records.</summary>
internal sealed class AiCodeApi(EmulatorOptions options, SimulatedClock clock, ApiKeyValidator keys, RecordStore store, ResponseWriter responses)
{
    private readonly ErrorWriter _errors = new(options.ErrorShape);
    private readonly QueryReader _reader = new(options);
    private readonly RateLimiterRegistry _limiters = new(options, clock);

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="key">What it brought as its key.</param>
    /// <param name="onFault">Is told of a fault that is played on it.</param>
    /// <param name="requestAborted">Ends the answer: the client has gone, or the server stops.</param>
    public async Task RespondAsync(HttpContext context, KeyKind key, Action<string> onFault, CancellationToken requestAborted)
    {
        HttpResponse response = context.Response;
        ApiEndpoint? endpoint = ApiEndpoint.At(context.Request.Path.Value ?? "", out bool isDownload);
        if (endpoint is null)
        {
            await _errors.WriteAsync(response, ApiError.NotFound("There is nothing at this path.")).ConfigureAwait(false);
            return;
        }

        if (Check(context.Request, response, key) is ApiError refused)
        {
            await _errors.WriteAsync(response, refused).ConfigureAwait(false);
            return;
        }

        ApiError? error = _reader.TryRead(context.Request.Query, endpoint.IsCsv, clock.Now, out Query query);
        Selection? selection = error is null ? store.Select(endpoint, query, clock.Now) : null;
        if (selection is not null && IsNotModified(context.Request, RecordStore.CreateETag(endpoint, query, selection)))
        {
            // What the client holds already costs it nothing of its limit.
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.ETag = RecordStore.CreateETag(endpoint, query, selection);
            return;
        }

        // The target of a redirect has been paid for.
        error = (isDownload ? null : _limiters.Acquire(endpoint, response)) ?? error ?? CheckUser(selection);
        if (error is not null || selection is null)
        {
            await _errors.WriteAsync(response, error ?? ApiError.Of(500)).ConfigureAwait(false);
            return;
        }

        if (endpoint.IsCsv && !isDownload && options.CsvRedirect is int status)
        {
            response.StatusCode = status;
            response.Headers.Location = endpoint.DownloadPath + context.Request.QueryString;
            return;
        }

        await responses.WriteAsync(context, endpoint, query, selection, onFault, requestAborted).ConfigureAwait(false);
    }

    private ApiError? Check(HttpRequest request, HttpResponse response, KeyKind key)
    {
        if (request.Method != HttpMethods.Get)
        {
            response.Headers.Allow = HttpMethods.Get;
            return ApiError.MethodNotAllowed(request.Method);
        }

        ApiError? error = keys.GetError(key);
        response.Headers.WWWAuthenticate = error?.Status == 401 ? "Basic realm=\"api\"" : default;
        return error;
    }

    private ApiError? CheckUser(Selection? selection) =>
        selection?.Developer == Selection.Nobody && options.UnknownUser == UnknownUserMode.Error
            ? ApiError.NotFound("User not found")
            : null;

    private static bool IsNotModified(HttpRequest request, string tag)
    {
        foreach (string? known in request.Headers.IfNoneMatch)
        {
            if (known?.Contains(tag, StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }
}
