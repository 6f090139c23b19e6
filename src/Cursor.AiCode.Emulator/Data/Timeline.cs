using System;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Lays a number of records over a calendar. Index 0 is the oldest; an index gives its time, and a
/// time its index, without a look at any other record.
/// </summary>
internal sealed class Timeline
{
    private readonly Calendar _calendar;
    private readonly ulong _seed;
    private readonly long[] _first;

    /// <summary>Spreads <paramref name="count"/> records over the past, and <paramref name="arrivingPerMinute"/> over what follows.</summary>
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
        for (int i = 0; i < calendar.Hours; i++)
        {
            if (i < calendar.PastHours)
            {
                // Nobody works at all in a span of one night: then by the clock alone.
                sum += total > 0 ? calendar.WeightOf(i) / total : 1.0 / calendar.PastHours;
                _first[i + 1] = i == calendar.PastHours - 1 ? count : Math.Min(count, (long)Math.Round(sum * count));
            }
            else
            {
                _first[i + 1] = _first[i] + (arrivingPerMinute * 60L);
            }
        }
    }

    /// <summary>How many records there are, with those that have yet to arrive.</summary>
    public long Count => _first[^1];

    /// <summary>The hour of a record. <paramref name="hint"/> is the hour of a record near it, which makes it quick.</summary>
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

        return Search(index);
    }

    /// <summary>When the service took a record in, in Unix milliseconds. Never less than the time of the record before.</summary>
    public long TimeOf(long index, int hour)
    {
        // Records with one and the same time exist in the real data; here they are neighbours: an odd one takes its elder's.
        if ((index & 1) == 1 && index > _first[hour] && (SplitMix64.Of(_seed, index >> 1) & 15) == 0)
        {
            index--;
        }

        long start = _calendar.StartOf(hour);
        double width = _calendar.StartOf(hour + 1) - start;
        double position = index - _first[hour] + ((SplitMix64.Of(_seed, index) >> 40) / (double)(1 << 24));
        return start + (long)(position * width / (_first[hour + 1] - _first[hour]));
    }

    /// <summary>The index of the first record taken in at an instant or later.</summary>
    public long IndexAt(long unixMilliseconds)
    {
        int hour = _calendar.HourAt(unixMilliseconds);
        long low = _first[hour];
        long high = _first[hour + 1];
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (TimeOf(middle, hour) < unixMilliseconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int Search(long index)
    {
        int low = 0;
        int high = _first.Length - 2;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_first[middle] <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
