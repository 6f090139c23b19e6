using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator;

/// <summary>What the server serves, and how it behaves. The defaults are a small company and the API as documented.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The most records of one kind.</summary>
    public const long MaxRecords = 50_000_000;

    /// <summary>What all data is drawn from: the same seed, options and end give the same bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many developers the company has.</summary>
    public int Developers { get; init; } = 50;

    /// <summary>How many commit records there are; by default 3 per developer and workday.</summary>
    public long? Commits { get; init; }

    /// <summary>How many change records there are; by default 50 per developer and workday.</summary>
    public long? Changes { get; init; }

    /// <summary>Over how many days, up to <see cref="Now"/>, the records are spread.</summary>
    public int Days { get; init; } = 60;

    /// <summary>How many records of each kind arrive in every minute after the start.</summary>
    public int ArrivingPerMinute { get; init; }

    /// <summary>
    /// Where the data ends and the server's calendar starts; default the clock's time at the start. The
    /// calendar, by which <c>now</c> and <c>7d</c> are resolved, moves on from there with the clock.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The clock of limits, waits and the Date header.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The share of developers in privacy mode, whose changes have no file names; from 0 to 1.</summary>
    public double PrivacyShare { get; init; } = 0.08;

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether the server speaks TLS, with a certificate that clients must refuse.</summary>
    public TlsMode Tls { get; init; }

    /// <summary>The key that is accepted; by default one made from the seed.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The shape of commits.</summary>
    public ApiShape Shape { get; init; }

    /// <summary>How CSV lines end.</summary>
    public CsvNewline Newline { get; init; }

    /// <summary>The largest page, at most 1000.</summary>
    public int PageSizeCap { get; init; } = 1000;

    /// <summary>What becomes of larger pages up to the documented 1000.</summary>
    public PageSizeCapMode PageSizeCapMode { get; init; }

    /// <summary>What becomes of a query for an unknown user.</summary>
    public UnknownUserMode UnknownUser { get; init; }

    /// <summary>The longest range of a query in days, or null for any. The documents' own examples ask for more than the reported 30.</summary>
    public int? MaxRangeDays { get; init; }

    /// <summary>Requests a minute for each endpoint; 0 is no limit. The older documents say 5, the newer ones 20.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>How they are counted.</summary>
    public LimitModel LimitModel { get; init; }

    /// <summary>What a 429 says of the wait.</summary>
    public RetryAfterStyle RetryAfter { get; init; }

    /// <summary>The status for <see cref="EmulatorKeys.NotEnterprise"/>: 401 or 403.</summary>
    public int NotEnterpriseStatus { get; init; } = 401;

    /// <summary>The status for <see cref="EmulatorKeys.MissingScope"/>: 401 or 403.</summary>
    public int MissingScopeStatus { get; init; } = 401;

    /// <summary>What errors look like.</summary>
    public ErrorShape ErrorShape { get; init; }

    /// <summary>Answers are compressed for clients that accept gzip.</summary>
    public bool Gzip { get; init; }

    /// <summary>The most megabytes (10⁶ bytes) a second that a CSV body is sent at, or null.</summary>
    public double? ThrottleMegabytes { get; init; }

    /// <summary>The status, 302 or 307, with which a CSV request is first sent to another path of the server, or null.</summary>
    public int? CsvRedirect { get; init; }

    /// <summary>Faults to play, in the words of the command line's <c>--fault</c>: <c>name[:argument][:count][@endpoint]</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Refuses what makes no sense.</summary>
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
        Check(Limit >= 0, nameof(Limit), "0 or more");
        Check(NotEnterpriseStatus is 401 or 403, nameof(NotEnterpriseStatus), "401 or 403");
        Check(MissingScopeStatus is 401 or 403, nameof(MissingScopeStatus), "401 or 403");
        Check(ThrottleMegabytes is null or > 0, nameof(ThrottleMegabytes), "more than 0");
        Check(CsvRedirect is null or 302 or 307, nameof(CsvRedirect), "302 or 307");
    }

    private static void Check(bool holds, string name, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(name + " must be " + expected + ".", name);
        }
    }
}
