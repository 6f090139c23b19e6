using System;
using System.Globalization;
using System.IO.Compression;
using System.Linq;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Faults that replace the response or change its headers.</summary>
internal static class ResponseFaults
{
    /// <summary>The arguments of <see cref="TooManyRequestsAsync"/>, for the help.</summary>
    public const string RetryAfterForms = "seconds|date|past|skewed|absent|negative|fraction|text|N";

    private const int RetryAfterSeconds = 3;
    private const long GzipBombSize = 2L << 30;

    /// <summary>Returns whether a text is one of <see cref="RetryAfterForms"/>.</summary>
    public static bool IsRetryAfterForm(string text) =>
        (text != "N" && RetryAfterForms.Split('|').Contains(text)) || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Responds 429 with a Retry-After header of a form, or with a given number of seconds.</summary>
    public static Task TooManyRequestsAsync(RequestContext context, string form)
    {
        IHeaderDictionary headers = context.Response.Headers;
        DateTimeOffset now = context.Time.GetUtcNow();
        if (form == "skewed")
        {
            // A clock that is an hour slow: only the difference from the Date header gives the delay.
            now = now.AddHours(-1);
            headers.Date = HttpDate(now);
        }

        headers.RetryAfter = form switch
        {
            "seconds" => RetryAfterSeconds.ToString(CultureInfo.InvariantCulture),
            "date" or "skewed" => HttpDate(now.AddSeconds(RetryAfterSeconds)),
            "past" => HttpDate(now.AddMinutes(-5)),
            "absent" => default,
            "negative" => "-5",
            "fraction" => "1.5",
            "text" => "soon",
            _ => form,
        };
        return context.WriteErrorAsync(ApiError.Of(429));
    }

    /// <summary>Responds 401 with a message that contains the key and the header, as some gateways do.</summary>
    public static Task EchoKeyAsync(RequestContext context)
    {
        string header = context.Http.Request.Headers.Authorization.ToString();
        string key = Encoding.UTF8.GetString(Convert.FromBase64String(AuthenticationHeaderValue.Parse(header).Parameter!));
        return context.WriteErrorAsync(new ApiError(401, $"The key {key} is not known (Authorization: {header})."));
    }

    /// <summary>Resets the connection.</summary>
    public static Task ResetAsync(RequestContext context)
    {
        ConnectionAborter.EnableReset(context.Http);
        throw new OperationCanceledException();
    }

    /// <summary>Adds headers of 8 megabytes.</summary>
    public static void AddHugeHeaders(RequestContext context)
    {
        var value = new string('x', 512 * 1024);
        for (int i = 0; i < 16; i++)
        {
            context.Response.Headers["X-Filler-" + i.ToString(CultureInfo.InvariantCulture)] = value;
        }
    }

    /// <summary>Sets a Date header that is off by some seconds.</summary>
    public static void SkewDate(RequestContext context, int seconds) =>
        context.Response.Headers.Date = HttpDate(context.Time.GetUtcNow().AddSeconds(seconds));

    /// <summary>Responds with 20 megabytes that decompress to two gibibytes of zeros, even if the client doesn't accept gzip.</summary>
    public static async Task GzipBombAsync(RequestContext context)
    {
        context.Response.ContentType = context.Endpoint.ContentType;
        context.Response.Headers.ContentEncoding = "gzip";
        var zeros = new byte[64 * 1024];
        var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            for (long sent = 0; sent < GzipBombSize; sent += zeros.Length)
            {
                await gzip.WriteAsync(zeros, context.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Redirects to the address of the request.</summary>
    public static Task RedirectToSelfAsync(RequestContext context) => RedirectAsync(context, PathAndQuery(context));

    /// <summary>Redirects to another path of this server. Returns false for a request to that path, which gets the correct response.</summary>
    public static async Task<bool> TryRedirectToDownload(RequestContext context)
    {
        HttpRequest request = context.Http.Request;
        if (request.Path == context.Endpoint.DownloadPath)
        {
            return false;
        }

        await RedirectAsync(context, context.Endpoint.DownloadPath + request.QueryString).ConfigureAwait(false);
        return true;
    }

    /// <summary>Redirects to another origin: to the given address, with the path of the request if the address has none.</summary>
    public static Task RedirectToOriginAsync(RequestContext context, string? address)
    {
        var uri = new Uri(address ?? "https://other-origin.invalid/");
        return RedirectAsync(context, uri.PathAndQuery != "/" ? uri.ToString() : uri.GetLeftPart(UriPartial.Authority) + PathAndQuery(context));
    }

    /// <summary>Responds 200 with other content; the content type is that of the endpoint if it is null.</summary>
    public static Task ContentAsync(RequestContext context, string? contentType, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentType = contentType ?? context.Endpoint.ContentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static Task RedirectAsync(RequestContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static string PathAndQuery(RequestContext context) => context.Http.Request.Path + context.Http.Request.QueryString;

    private static string HttpDate(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
