using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator;

/// <summary>The data and the behaviour of a server. The defaults are a small company and the API as documented.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The maximum number of records of one kind.</summary>
    public const long MaxRecords = 50_000_000;

    /// <summary>The seed of the generated data: the same seed, options and end give the same bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of developers in the company.</summary>
    public int Developers { get; init; } = 50;

    /// <summary>The number of commit records; by default 3 per developer and workday.</summary>
    public long? Commits { get; init; }

    /// <summary>The number of change records; by default 50 per developer and workday.</summary>
    public long? Changes { get; init; }

    /// <summary>The number of days before <see cref="Now"/> that the records are spread over.</summary>
    public int Days { get; init; } = 60;

    /// <summary>The number of records of each kind that arrive per minute after the start of the server.</summary>
    public int ArrivingPerMinute { get; init; }

    /// <summary>
    /// The end of the data and the start of the simulated time, which <c>now</c> and <c>7d</c> refer to and which
    /// advances with the clock; by default the time of the clock at the start of the server.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The clock for rate limits, delays and the Date header.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The share of developers in privacy mode, from 0 to 1. Their changes have no file names.</summary>
    public double PrivacyShare { get; init; } = 0.08;

    /// <summary>The port on 127.0.0.1; 0 selects a free port.</summary>
    public int Port { get; init; }

    /// <summary>Whether the server uses TLS, with a certificate that clients must refuse.</summary>
    public TlsMode Tls { get; init; }

    /// <summary>The API key to accept; by default one that is derived from the seed.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The shape of commits.</summary>
    public ApiShape Shape { get; init; }

    /// <summary>The line ending of CSV.</summary>
    public CsvNewline Newline { get; init; }

    /// <summary>The maximum page size, at most 1000.</summary>
    public int PageSizeCap { get; init; } = 1000;

    /// <summary>The response to a larger page size, up to the documented 1000.</summary>
    public PageSizeCapMode PageSizeCapMode { get; init; }

    /// <summary>The response to a query for an unknown user.</summary>
    public UnknownUserMode UnknownUser { get; init; }

    /// <summary>The maximum date range in days, or null for no maximum. Clients report 30, which the documentation's own examples exceed.</summary>
    public int? MaxRangeDays { get; init; }

    /// <summary>How the date range is compared with <see cref="MaxRangeDays"/>.</summary>
    public RangeModel RangeModel { get; init; }

    /// <summary>The status, 400 or 404, of a JSON page past the end, or null for a page without records.</summary>
    public int? PagePastEndStatus { get; init; }

    /// <summary>The number of requests per minute for each endpoint; 0 for no limit. The older documentation has 5, the newer one 20.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>How requests are counted against the limit.</summary>
    public LimitModel LimitModel { get; init; }

    /// <summary>The Retry-After header of a 429 response.</summary>
    public RetryAfterStyle RetryAfter { get; init; }

    /// <summary>The status for <see cref="EmulatorKeys.NotEnterprise"/>: 401 or 403.</summary>
    public int NotEnterpriseStatus { get; init; } = 401;

    /// <summary>The status for <see cref="EmulatorKeys.MissingScope"/>: 401 or 403.</summary>
    public int MissingScopeStatus { get; init; } = 401;

    /// <summary>The body of errors.</summary>
    public ErrorShape ErrorShape { get; init; }

    /// <summary>Whether responses are compressed for clients that accept gzip.</summary>
    public bool Gzip { get; init; }

    /// <summary>The maximum rate of a CSV body in megabytes (10⁶ bytes) per second, or null for no maximum.</summary>
    public double? ThrottleMegabytes { get; init; }

    /// <summary>The endpoint for the details of commits.</summary>
    public CommitDetailsMode CommitDetails { get; init; }

    /// <summary>The response to a request for the details of unknown commits.</summary>
    public UnknownHashMode UnknownHash { get; init; }

    /// <summary>The status, 302 or 307, that redirects a CSV request to another path of the server, or null for no redirect.</summary>
    public int? CsvRedirect { get; init; }

    /// <summary>The faults to play, as on the command line: <c>name[:argument][:count[+skip]][@endpoint]</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal void Validate()
    {
        Check(Developers is >= 1 and <= 100_000, nameof(Developers), "1 to 100000");
        Check(Days is >= 1 and <= 3660, nameof(Days), "1 to 3660");
        Check(Commits is null or (>= 0 and <= MaxRecords), nameof(Commits), "0 to 50000000");
        Check(Changes is null or (>= 0 and <= MaxRecords), nameof(Changes), "0 to 50000000");
        Check(ArrivingPerMinute is >= 0 and <= 10_000, nameof(ArrivingPerMinute), "0 to 10000");
        Check(PrivacyShare is >= 0 and <= 1, nameof(PrivacyShare), "0 to 1");
        Check(Port is >= 0 and <= 65535, nameof(Port), "0 to 65535");
        Check(ApiKey is null || (ApiKey.Length > 0 && !ApiKey.Contains(':', StringComparison.Ordinal)), nameof(ApiKey), "a key without a colon");
        Check(PageSizeCap is >= 1 and <= 1000, nameof(PageSizeCap), "1 to 1000");
        Check(MaxRangeDays is null or >= 1, nameof(MaxRangeDays), "1 or more");
        Check(PagePastEndStatus is null or 400 or 404, nameof(PagePastEndStatus), "400 or 404");
        Check(Limit >= 0, nameof(Limit), "0 or more");
        Check(NotEnterpriseStatus is 401 or 403, nameof(NotEnterpriseStatus), "401 or 403");
        Check(MissingScopeStatus is 401 or 403, nameof(MissingScopeStatus), "401 or 403");
        Check(ThrottleMegabytes is null or > 0, nameof(ThrottleMegabytes), "more than 0");
        Check(CsvRedirect is null or 302 or 307, nameof(CsvRedirect), "302 or 307");
    }

    private static void Check(bool isValid, string name, string expected)
    {
        if (!isValid)
        {
            throw new ArgumentException(name + " must be " + expected + ".", name);
        }
    }
}
