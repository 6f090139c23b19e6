using System;
using System.Net.Http;

namespace Cursor.AiCode;

/// <summary>Where the API is, the key to it, and how fast it may be asked. Its text never shows the key.</summary>
public sealed class AiCodeClientOptions
{
    /// <summary>The requests a minute to each endpoint that the newest documentation allows a team.</summary>
    public const int DefaultRequestsPerMinute = 20;

    /// <summary>The longest wait that a 429 may ask for; a longer one is an error at once.</summary>
    public static readonly TimeSpan DefaultMaxRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>Cursor's own address.</summary>
    public static readonly Uri DefaultBaseUri = new("https://api.cursor.com");

    private readonly int? _requestsPerMinute;

    /// <summary>A connection with <paramref name="apiKey"/> to <paramref name="baseUri"/>.</summary>
    /// <exception cref="ArgumentException">The key is empty, or the address is neither https nor loopback.</exception>
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

    /// <summary>The address of the API: https, or http to this machine.</summary>
    public Uri BaseUri { get; }

    /// <summary>The requests a minute to each endpoint; null for the default, or less where the API has taught less.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? RequestsPerMinute
    {
        get => _requestsPerMinute;
        init => _requestsPerMinute = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>The longest wait that a 429 may ask for.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = DefaultMaxRetryAfter;

    /// <summary>How long the API may take to begin an answer.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long an answer may pause.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The folder in which processes share the log of their requests; null for the user's own, empty for none.</summary>
    public string? RateLimiterDirectory { get; init; }

    /// <summary>The clock, and the timers that waits use.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What sends the requests; null for the shared connections of the process. It must not follow redirects.</summary>
    public HttpMessageHandler? Handler { get; init; }

    internal string ApiKey { get; }

    /// <summary>Why <paramref name="baseUri"/> can't be used; null where it can.</summary>
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

    /// <summary>The address, without the key.</summary>
    public override string ToString() => BaseUri.ToString();
}
