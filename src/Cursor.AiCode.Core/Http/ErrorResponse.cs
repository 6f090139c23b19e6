using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;

namespace Cursor.AiCode.Http;

/// <summary>Creates the exceptions for error responses: the cause, and advice.</summary>
internal static class ErrorResponse
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxExcerptLength = 300;

    /// <summary>Reads the message of <paramref name="response"/>, and returns the exception for it.</summary>
    public static async Task<AiCodeException> ReadAsync(
        HttpResponseMessage response, Uri address, ApiKeyRedactor redactor, AiCodeClientOptions options, CancellationToken cancellationToken)
    {
        string serviceMessage = await ReadMessageAsync(response, redactor, options, cancellationToken).ConfigureAwait(false);
        bool isWebPage = IsWebPage(response, serviceMessage);
        AiCodeErrorKind kind = KindOf(response.StatusCode, serviceMessage, isWebPage);
        TimeSpan? retryAfter = null;
        bool transient = kind == AiCodeErrorKind.ServerError;
        if (kind == AiCodeErrorKind.RateLimited)
        {
            retryAfter = RetryAfterHeader.Read(response, options.TimeProvider.GetUtcNow());
            transient = retryAfter is null || retryAfter <= options.MaxRetryAfter;
        }

        string status = $"{(int)response.StatusCode} {Excerpt(response.ReasonPhrase ?? "", redactor)}".TrimEnd();
        string quoted = serviceMessage.Length == 0 ? "" : $" {(isWebPage ? "The response is a web page" : "The API reported")}: {serviceMessage.TrimEnd('.')}.";
        string message = $"{Describe(kind, options, address, retryAfter, transient)} ({status} at {address}).{quoted} {Advise(kind, options, transient, isWebPage)}";
        return new AiCodeException(kind, message.TrimEnd())
        {
            RequestUri = address,
            StatusCode = response.StatusCode,
            RetryAfter = retryAfter,
            ServiceMessage = serviceMessage,
            IsTransient = transient,
        };
    }

    /// <summary>Returns the start of a received text on one line, with the key redacted, for an error message.</summary>
    public static string Excerpt(string text, ApiKeyRedactor redactor)
    {
        // The key is redacted first, because it isn't recognized after it was truncated.
        text = redactor.Redact(text);
        var line = new StringBuilder(Math.Min(text.Length, MaxExcerptLength));
        foreach (char c in text)
        {
            if (line.Length == MaxExcerptLength)
            {
                line.Append('…');
                break;
            }

            bool space = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!space)
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[line.Length - 1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>
    /// Returns the message in a body: <c>message</c>, or <c>error</c> as a text or as an object with a message; otherwise
    /// the start of the body.
    /// </summary>
    public static string MessageIn(ReadOnlyMemory<byte> body, ApiKeyRedactor redactor)
    {
        body = body.Slice(0, Math.Min(body.Length, MaxBodyBytes));
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                if (TextOf(root, "message") is { } message)
                {
                    return Excerpt(message, redactor);
                }

                if (root.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object &&
                    TextOf(error, "message") is { } inner)
                {
                    return Excerpt(inner, redactor);
                }

                if (TextOf(root, "error") is { } text)
                {
                    return Excerpt(text, redactor);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The body is HTML, is empty, or contains a lone surrogate, for which the reader throws another exception.
            // The start of the body is the best message then.
        }

        return Excerpt(Encoding.UTF8.GetString(body.ToArray()), redactor);
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static async Task<string> ReadMessageAsync(
        HttpResponseMessage response, ApiKeyRedactor redactor, AiCodeClientOptions options, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxBodyBytes];
        int length = 0;
        try
        {
#if NET
            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            using var body = new ResponseBodyStream(stream, options, static (kind, text, _) => new AiCodeException(kind, text), cancellationToken);
            int read = 0;
            while (length < buffer.Length &&
                (read = await body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is AiCodeException or HttpRequestException or IOException)
        {
            // The status is sufficient if the body is incomplete or missing.
        }

        return MessageIn(buffer.AsMemory(0, length), redactor);
    }

    private static AiCodeErrorKind KindOf(HttpStatusCode status, string serviceMessage, bool isWebPage)
    {
        switch ((int)status)
        {
            case < 400:
                return AiCodeErrorKind.UnexpectedAnswer;
            case 401 or 403:
                // The web page of a firewall also contains words such as "permission" and "administrator".
                return Mentions(serviceMessage, "enterprise") ? AiCodeErrorKind.NotEnterprise
                    : Mentions(serviceMessage, "scope") || (!isWebPage && Mentions(serviceMessage, "permission")) ? AiCodeErrorKind.MissingScope
                    : !isWebPage && (Mentions(serviceMessage, "user") || Mentions(serviceMessage, "personal") || Mentions(serviceMessage, "team") || Mentions(serviceMessage, "admin")) ? AiCodeErrorKind.UserApiKey
                    : (int)status == 401 ? AiCodeErrorKind.InvalidApiKey
                    : AiCodeErrorKind.AccessDenied;
            case 404:
                return AiCodeErrorKind.NotFound;
            case 407:
                return AiCodeErrorKind.ProxyRefused;
            case 429:
                return AiCodeErrorKind.RateLimited;
            case 408 or >= 500:
                return AiCodeErrorKind.ServerError;
            default:
                return AiCodeErrorKind.BadRequest;
        }
    }

    // The API sends JSON. A web page comes from a proxy or gateway, or from another server.
    private static bool IsWebPage(HttpResponseMessage response, string serviceMessage) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml" || serviceMessage.StartsWith("<", StringComparison.Ordinal);

    private static bool Mentions(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Describe(AiCodeErrorKind kind, AiCodeClientOptions options, Uri address, TimeSpan? retryAfter, bool transient) => kind switch
    {
        AiCodeErrorKind.InvalidApiKey => "The API rejected the key",
        AiCodeErrorKind.UserApiKey => "The key isn't valid for this team: it is mistyped or revoked, or it is a user API key, which isn't supported",
        AiCodeErrorKind.NotEnterprise => "The team of this key isn't on the Enterprise plan, which the AI Code Tracking API requires",
        AiCodeErrorKind.MissingScope => "The key doesn't have access to this endpoint",
        AiCodeErrorKind.AccessDenied => "The API denied access",
        AiCodeErrorKind.NotFound => "The API didn't find the requested resource",
        AiCodeErrorKind.ProxyRefused => $"The {SharedHttpHandler.ProxyOf(options, address) ?? "proxy"} rejected the request",
        AiCodeErrorKind.RateLimited when !transient =>
            $"The API requested a delay of {retryAfter!.Value.TotalSeconds:0} seconds, which exceeds the maximum of {options.MaxRetryAfter.TotalSeconds:0} seconds",
        AiCodeErrorKind.RateLimited => "The API's rate limit is reached",
        AiCodeErrorKind.ServerError => "The API failed",
        AiCodeErrorKind.UnexpectedAnswer => "The response contains neither records nor an error message",
        _ => "The API rejected the request",
    };

    private static string Advise(AiCodeErrorKind kind, AiCodeClientOptions options, bool transient, bool isWebPage) => kind switch
    {
        AiCodeErrorKind.InvalidApiKey => "Check the key for missing characters, and check in the Cursor dashboard whether it was revoked.",
        AiCodeErrorKind.UserApiKey => "Check the key, or ask a team admin to create a team API key in the Cursor dashboard.",
        AiCodeErrorKind.NotEnterprise => "Use a key of an Enterprise team, or ask Cursor's sales team to upgrade the plan.",
        AiCodeErrorKind.MissingScope => "Ask a team admin to create a key with access to analytics in the Cursor dashboard.",
        AiCodeErrorKind.AccessDenied or AiCodeErrorKind.NotFound or AiCodeErrorKind.BadRequest when isWebPage =>
            $"It comes from a proxy, a gateway or another server. Check -BaseUri ({options.BaseUri}) and the proxy.",
        AiCodeErrorKind.AccessDenied => "Ask a team admin which permissions the key has.",
        AiCodeErrorKind.NotFound => $"Check -BaseUri ({options.BaseUri}) and, if specified, -User.",
        AiCodeErrorKind.ProxyRefused => "Configure the proxy credentials for this account, or bypass the proxy for this host.",
        AiCodeErrorKind.RateLimited when !transient => "Try again after that time.",
        AiCodeErrorKind.RateLimited => "Try again in a minute, or specify a lower -RequestsPerMinute if others use the same key.",
        AiCodeErrorKind.ServerError => "Try again later.",
        AiCodeErrorKind.UnexpectedAnswer => $"Check -BaseUri ({options.BaseUri}).",
        _ => "Check -StartDate, -EndDate and -User.",
    };
}
