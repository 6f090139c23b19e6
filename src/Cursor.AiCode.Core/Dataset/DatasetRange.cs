using System;

namespace Cursor.AiCode.Dataset;

/// <summary>
/// The days that an export writes. They are complete UTC days, so that no file of a complete day is replaced by one with a
/// part of it, and they join the days that the folder has, so that no day is left out.
/// </summary>
internal sealed class DatasetRange
{
    /// <summary>
    /// How far before the newest day of the folder an export requests again: records that the service ingested late can have
    /// an earlier time than others that were available before.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    private const int DefaultDays = 7;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // The API doesn't document whether the start of a range belongs to it. A record of midnight must not be missing.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly bool _endsNow;

    private DatasetRange(DateTimeOffset start, DateTimeOffset end, bool endsNow, DateTimeOffset oldest)
    {
        Start = start;
        End = end < start ? start : end;
        OldestOfFolder = oldest;
        _endsNow = endsNow;
    }

    /// <summary>The beginning of the first day, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the last day, or the current time, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The oldest day that the folder has, in UTC; the minimum value if it has none.</summary>
    public DateTimeOffset OldestOfFolder { get; }

    /// <summary>Whether there is no day to write.</summary>
    public bool IsEmpty => Start >= End;

    /// <summary>The range to request.</summary>
    public AiCodeDateRange Requested => new(Start.UtcTicks > Margin.Ticks ? Start - Margin : Start, End);

    /// <summary>Determines the days of an export.</summary>
    /// <param name="options">The start and the end that are wanted.</param>
    /// <param name="folder">The days that the folder has.</param>
    /// <param name="now">The current time.</param>
    public static DatasetRange Create(AiCodeDatasetOptions options, DatasetFolder folder, DateTimeOffset now)
    {
        now = now.ToUniversalTime();
        DateTimeOffset end = options.EndDate is { } until && until < now ? Min(EndOfDay(until), now) : now;
        if (folder.GetNewest(now) is not { } newest || folder.Oldest is not { } oldest)
        {
            return new DatasetRange(BeginningOfDay(options.StartDate ?? end.AddDays(-DefaultDays)), end, end == now, DateTimeOffset.MinValue);
        }

        DateTimeOffset next = newest - Overlap;
        DateTimeOffset start = options.StartDate is { } from ? Min(BeginningOfDay(from), next) : next;

        // With an end before the first day of the folder, no later export would request the days between them.
        end = start < oldest && end < oldest ? Min(oldest, now) : end;
        return new DatasetRange(start, end, end == now, oldest);
    }

    /// <summary>Whether the records of a day are written.</summary>
    /// <param name="day">The beginning of the day, in UTC.</param>
    public bool Contains(DateTime day)
    {
        // A record dated in the future is exported if the API returns it, but not one of a day after an end in the past, of
        // which only a part was requested.
        var beginning = new DateTimeOffset(day, TimeSpan.Zero);
        return beginning >= Start && (_endsNow || beginning < End);
    }

    private static DateTimeOffset BeginningOfDay(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset EndOfDay(DateTimeOffset time) =>
        BeginningOfDay(time) is var day && day == time ? day : day + Day;

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
