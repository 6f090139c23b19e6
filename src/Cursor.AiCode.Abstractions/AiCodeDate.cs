using System;
using System.Globalization;

namespace Cursor.AiCode;

/// <summary>
/// A date that a user specifies: an instant, or a time relative to the current time (<c>now</c>, <c>7d</c>), which
/// <see cref="Resolve"/> converts to an instant.
/// </summary>
public sealed class AiCodeDate : IEquatable<AiCodeDate>
{
    /// <summary>The forms that <see cref="Parse(string)"/> accepts, for error messages and help.</summary>
    public const string AcceptedForms =
        "an ISO date (2025-07-30), an ISO date and time (2025-07-30T14:12, 2025-07-30T14:12:03Z, 2025-07-30T14:12:03+02:00; without an offset it is local time), 'now', or 'Nd' for N days ago (7d)";

    /// <summary>The format of an instant in UTC.</summary>
    private const string CanonicalFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const int MaxDaysAgo = 36_500;

    private static readonly string[] LocalFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] OffsetFormats =
    [
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private readonly DateTimeOffset? _instant;
    private readonly int _daysAgo;

    /// <summary>Initializes a date from an instant.</summary>
    public AiCodeDate(DateTimeOffset instant) => _instant = instant.ToUniversalTime();

    /// <summary>Initializes a date from a time. A time of unspecified kind is local.</summary>
    public AiCodeDate(DateTime time) => _instant = new DateTimeOffset(time.ToUniversalTime());

    private AiCodeDate(int daysAgo) => _daysAgo = daysAgo;

    /// <summary>Returns a UTC time in the form that the API documents, with milliseconds.</summary>
    internal static string FormatUtc(DateTime utc) => utc.ToString(CanonicalFormat, CultureInfo.InvariantCulture);

    /// <summary>The time at which the date is resolved.</summary>
    public static AiCodeDate Now { get; } = new(daysAgo: 0);

    /// <summary>Returns a date that is a number of days before the time at which it is resolved.</summary>
    /// <param name="days">The number of days of 24 hours, from 0 to 36,500.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is out of range.</exception>
    public static AiCodeDate DaysAgo(int days) => days is >= 0 and <= MaxDaysAgo
        ? new AiCodeDate(days)
        : throw new ArgumentOutOfRangeException(nameof(days));

    /// <summary>Parses one of the <see cref="AcceptedForms"/>, independently of the culture.</summary>
    /// <exception cref="FormatException">The text isn't a valid date.</exception>
    public static AiCodeDate Parse(string text) => TryParse(text, out AiCodeDate? date)
        ? date!
        : throw new FormatException($"'{text}' isn't a valid date. Valid values: {AcceptedForms}.");

    /// <summary>Parses one of the <see cref="AcceptedForms"/>, independently of the culture. Returns false if the text isn't a valid date.</summary>
    public static bool TryParse(string? text, out AiCodeDate? date)
    {
        date = null;
        string trimmed = text?.Trim() ?? "";
        if (trimmed.Equals("now", StringComparison.OrdinalIgnoreCase))
        {
            date = Now;
        }
        else if (trimmed.Length > 1 && trimmed[trimmed.Length - 1] is 'd' or 'D')
        {
            string number = trimmed.Substring(0, trimmed.Length - 1);
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days <= MaxDaysAgo)
            {
                date = new AiCodeDate(days);
            }
        }
        else if (DateTime.TryParseExact(trimmed, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            date = new AiCodeDate(DateTime.SpecifyKind(local, DateTimeKind.Local));
        }
        else if (DateTimeOffset.TryParseExact(trimmed, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant))
        {
            date = new AiCodeDate(instant);
        }

        return date is not null;
    }

    /// <summary>Returns the instant in UTC, truncated to milliseconds.</summary>
    /// <param name="now">The current time, which relative dates refer to.</param>
    public DateTimeOffset Resolve(DateTimeOffset now)
    {
        DateTimeOffset exact = _instant ?? now.ToUniversalTime().AddDays(-_daysAgo);
        return exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <inheritdoc/>
    public bool Equals(AiCodeDate? other) => other is not null && _instant == other._instant && _daysAgo == other._daysAgo;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AiCodeDate);

    /// <inheritdoc/>
    public override int GetHashCode() => _instant?.GetHashCode() ?? _daysAgo;

    /// <summary>Returns the date in one of the <see cref="AcceptedForms"/>.</summary>
    public override string ToString() => _instant is { } instant
        ? FormatUtc(instant.UtcDateTime)
        : _daysAgo == 0 ? "now" : _daysAgo.ToString(CultureInfo.InvariantCulture) + "d";
}
