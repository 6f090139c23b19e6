using System;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Spreads records over a calendar. Index 0 is the oldest record. The time of an index and the index of a time
/// are calculated without looking at other records.
/// </summary>
internal sealed class Timeline
{
    private readonly Calendar _calendar;
    private readonly ulong _seed;

    // The index of the first record of each hour, and the number of records at the end.
    private readonly long[] _first;

    /// <summary>Spreads <paramref name="count"/> records over the past, and <paramref name="arrivingPerMinute"/> over each minute after it.</summary>
    public Timeline(Calendar calendar, ulong seed, long count, int arrivingPerMinute)
    {
        _calendar = calendar;
        _seed = seed;
        _first = new long[calendar.Hours + 1];
        double total = 0;
        for (int i = 0; i < calendar.PastHours; i++)
        {
            total += calendar.WeightOf(i);
        }

        double sum = 0;
        for (int i = 0; i < calendar.PastHours; i++)
        {
            // A range of one night has no working hours: then the records are spread evenly.
            sum += total > 0 ? calendar.WeightOf(i) / total : 1.0 / calendar.PastHours;
            _first[i + 1] = i == calendar.PastHours - 1 ? count : Math.Min(count, (long)Math.Round(sum * count));
        }

        for (int i = calendar.PastHours; i < calendar.Hours; i++)
        {
            _first[i + 1] = _first[i] + (arrivingPerMinute * 60L);
        }
    }

    /// <summary>The number of records, including those that have yet to arrive.</summary>
    public long Count => _first[^1];

    /// <summary>Returns the hour of a record. It is found fastest if <paramref name="hint"/> is the hour of a record nearby.</summary>
    public int HourOf(long index, int hint)
    {
        int hour = hint;
        for (int tries = 0; tries < 4; tries++)
        {
            if (index < _first[hour])
            {
                hour--;
            }
            else if (index >= _first[hour + 1])
            {
                hour++;
            }
            else
            {
                return hour;
            }
        }

        return (int)FirstIndex(0, _first.Length - 2, h => _first[h + 1] > index);
    }

    /// <summary>Returns the time at which the service ingested a record, in Unix milliseconds; never before the record that precedes it.</summary>
    public long TimeOf(long index, int hour)
    {
        // As in the real data, some records share a time: an odd one has the time of the record before it.
        if ((index & 1) == 1 && index > _first[hour] && (SplitMix64.Hash(_seed, index >> 1) & 15) == 0)
        {
            index--;
        }

        long start = _calendar.StartOf(hour);
        double width = _calendar.StartOf(hour + 1) - start;
        double position = index - _first[hour] + ((SplitMix64.Hash(_seed, index) >> 40) / (double)(1 << 24));
        return start + (long)(position * width / (_first[hour + 1] - _first[hour]));
    }

    /// <summary>Returns the index of the first record at a time or later.</summary>
    public long IndexAt(long unixMilliseconds)
    {
        int hour = _calendar.HourAt(unixMilliseconds);
        return FirstIndex(_first[hour], _first[hour + 1], index => TimeOf(index, hour) >= unixMilliseconds);
    }

    // Binary search: the first number from low on for which the condition holds, or high.
    private static long FirstIndex(long low, long high, Func<long, bool> condition)
    {
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (condition(middle))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
