using System;
using System.Collections.Concurrent;
using System.Net.Http;

namespace Cursor.AiCode;

/// <summary>The options of a client: the address of the API, the API key, and limits.</summary>
public sealed class AiCodeClientOptions
{
    /// <summary>The documented limit of requests per minute to each endpoint.</summary>
    public const int DefaultRequestsPerMinute = 20;

    /// <summary>The default of <see cref="MaxRetryAfter"/>: five minutes.</summary>
    public static readonly TimeSpan DefaultMaxRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>The address of Cursor's API, https://api.cursor.com.</summary>
    public static readonly Uri DefaultBaseUri = new("https://api.cursor.com");

    private static readonly ConcurrentDictionary<string, TimeSpan> KnownWindowLimits = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<string, int> KnownDetailLimits = new(StringComparer.OrdinalIgnoreCase);

    private readonly int? _requestsPerMinute;

    /// <summary>Initializes the options.</summary>
    /// <param name="apiKey">The API key of the team.</param>
    /// <param name="baseUri">The address of the API; null for <see cref="DefaultBaseUri"/>.</param>
    /// <exception cref="ArgumentException">The key is empty, or <see cref="GetBaseUriError"/> rejects the address.</exception>
    public AiCodeClientOptions(string apiKey, Uri? baseUri = null)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
        {
            throw new ArgumentException("The API key is empty.", nameof(apiKey));
        }

        ApiKey = apiKey;
        BaseUri = baseUri ?? DefaultBaseUri;
        if (GetBaseUriError(BaseUri) is { } reason)
        {
            throw new ArgumentException(reason, nameof(baseUri));
        }
    }

    /// <summary>The address of the API. It uses HTTPS, or HTTP to this computer.</summary>
    public Uri BaseUri { get; }

    /// <summary>
    /// The maximum number of requests per minute to each endpoint. The default is null, which means
    /// <see cref="DefaultRequestsPerMinute"/>, or fewer if a 429 response shows that the API allows fewer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? RequestsPerMinute
    {
        get => _requestsPerMinute;
        init => _requestsPerMinute = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>
    /// The maximum delay that the API can request with a 429 response. If it requests more, the call fails immediately. The
    /// default is five minutes.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = DefaultMaxRetryAfter;

    /// <summary>The maximum time until a response begins. The default is 100 seconds.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The maximum time that a response can stall. The default is 60 seconds.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The directory of the rate limiter state, which processes share. The default is null, which means a directory of the
    /// user. If it is empty, the state isn't shared.
    /// </summary>
    public string? RateLimiterDirectory { get; init; }

    /// <summary>The time provider, also for timers. The default is the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The handler that sends requests. It must not follow redirects. The default is null, which means a handler that the
    /// process shares.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }

    internal string ApiKey { get; }

    /// <summary>The longest windows that services accept, where that is less than the documented limit. The process shares them.</summary>
    internal ConcurrentDictionary<string, TimeSpan> WindowLimits { get; init; } = KnownWindowLimits;

    /// <summary>The maximum number of commits in a request for details, of services that accept fewer than documented. The process shares them.</summary>
    internal ConcurrentDictionary<string, int> DetailLimits { get; init; } = KnownDetailLimits;

    /// <summary>Returns why an address isn't valid for the API; null if it is valid.</summary>
    public static string? GetBaseUriError(Uri baseUri)
    {
        if (baseUri is null || !baseUri.IsAbsoluteUri)
        {
            return "The address of the API must be absolute, such as https://api.cursor.com.";
        }

        if (baseUri.UserInfo.Length > 0)
        {
            return "The address of the API must not contain credentials.";
        }

        bool secure = baseUri.Scheme == "https";
        bool local = baseUri.Scheme == "http" && baseUri.IsLoopback;
        return secure || local
            ? null
            : $"The API key is sent only over HTTPS, or over HTTP to this computer, not to {baseUri.GetLeftPart(UriPartial.Authority)}.";
    }

    /// <summary>Returns the address of the API, never the key.</summary>
    public override string ToString() => BaseUri.ToString();
}
