using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// Finds the day, week or month in which an instant lies in a time zone. A period is identified by its first day, as the
/// number of days since January 1 of the year 1.
/// </summary>
internal sealed class PeriodCalendar
{
    /// <summary>The number of a record without a period.</summary>
    public const int None = -1;

    private const int DaysOfWeek = 7;

    // The offset of an hour in which it changes.
    private const long ChangingOffset = long.MinValue;

    private readonly AiCodeGrouping? _period;
    private readonly TimeZoneInfo _timeZone;
    private readonly Dictionary<long, long> _offsets = [];
    private long _lastHour = -1;
    private long _lastOffset;

    /// <summary>Creates a calendar.</summary>
    /// <param name="period">Day, week or month; null for none.</param>
    /// <param name="timeZone">The time zone.</param>
    public PeriodCalendar(AiCodeGrouping? period, TimeZoneInfo timeZone)
    {
        _period = period;
        _timeZone = timeZone;
    }

    /// <summary>Returns the first day of the period in which an instant lies.</summary>
    /// <param name="utcTicks">The instant, in UTC ticks.</param>
    public int Find(long utcTicks)
    {
        if (_period is null)
        {
            return None;
        }

        long local = utcTicks + GetOffset(utcTicks);
        int day = (int)(Math.Min(Math.Max(local, 0), DateTime.MaxValue.Ticks) / TimeSpan.TicksPerDay);
        switch (_period)
        {
            case AiCodeGrouping.Week:
                // January 1 of the year 1 was a Monday.
                return day - (day % DaysOfWeek);
            case AiCodeGrouping.Month:
                return day - (StartOf(day).Day - 1);
            default:
                return day;
        }
    }

    /// <summary>Returns the first day of a period, at midnight.</summary>
    public static DateTime StartOf(int day) => new(day * TimeSpan.TicksPerDay, DateTimeKind.Unspecified);

    /// <summary>Returns the start of the next period; null if there is none.</summary>
    public DateTime? EndOf(int day)
    {
        DateTime start = StartOf(day);
        try
        {
            return _period switch
            {
                AiCodeGrouping.Week => start.AddDays(DaysOfWeek),
                AiCodeGrouping.Month => start.AddMonths(1),
                _ => start.AddDays(1),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // After the year 9999.
            return null;
        }
    }

    // TimeZoneInfo takes longer than the rest of a record. The offset is the same for a whole hour, except for the few
    // hours of a year in which it changes.
    private long GetOffset(long utcTicks)
    {
        long hour = utcTicks / TimeSpan.TicksPerHour;
        if (hour != _lastHour)
        {
            if (!_offsets.TryGetValue(hour, out long offset))
            {
                offset = Offset(hour * TimeSpan.TicksPerHour);
                if (offset != Offset(Math.Min(((hour + 1) * TimeSpan.TicksPerHour) - 1, DateTime.MaxValue.Ticks)))
                {
                    offset = ChangingOffset;
                }

                _offsets.Add(hour, offset);
            }

            _lastHour = hour;
            _lastOffset = offset;
        }

        return _lastOffset != ChangingOffset ? _lastOffset : Offset(utcTicks);
    }

    private long Offset(long utcTicks) => _timeZone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;
}
