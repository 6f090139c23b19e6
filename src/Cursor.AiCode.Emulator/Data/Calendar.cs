using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// The hours that records are spread over: how active the company is in each hour, and which developers work.
/// Commits and changes share one calendar.
/// </summary>
internal sealed class Calendar
{
    private const long Hour = 3_600_000;

    // Hours after the start of the server in which further records can arrive: a month.
    private const int FutureHours = 31 * 24;

    private readonly long[] _starts;
    private readonly double[] _weights;

    // For each hour and office, the upper bound of the 32-bit hashes that select the office.
    private readonly long[] _officeLimits;
    private readonly int[][] _developersByOffice;

    /// <summary>Creates the hours from <paramref name="start"/> to <paramref name="end"/> (Unix milliseconds) and those after it.</summary>
    public Calendar(long start, long end, Developer[] developers)
    {
        var starts = new List<long> { start };
        for (long next = ((start / Hour) + 1) * Hour; next < end; next += Hour)
        {
            starts.Add(next);
        }

        PastHours = starts.Count;
        for (int i = 0; i <= FutureHours; i++)
        {
            starts.Add(end + (i * Hour));
        }

        _starts = starts.ToArray();
        _developersByOffice = Enumerable.Range(0, Office.All.Length)
            .Select(office => Enumerable.Range(0, developers.Length).Where(d => developers[d].Office == office).ToArray())
            .ToArray();
        _weights = new double[Hours];
        _officeLimits = new long[Hours * Office.All.Length];
        for (int i = 0; i < Hours; i++)
        {
            _weights[i] = WeighHour(i);
        }
    }

    /// <summary>The number of hours.</summary>
    public int Hours => _starts.Length - 1;

    /// <summary>The number of hours that contain the data that exists at the start of the server.</summary>
    public int PastHours { get; }

    /// <summary>Returns the start of an hour in Unix milliseconds. The hour after the last one starts at the end.</summary>
    public long StartOf(int hour) => _starts[hour];

    /// <summary>Returns the activity of the company in an hour, relative to other hours.</summary>
    public double WeightOf(int hour) => _weights[hour];

    /// <summary>Returns the hour that contains a time, or the nearest hour of the calendar.</summary>
    public int HourAt(long unixMilliseconds)
    {
        int found = Array.BinarySearch(_starts, unixMilliseconds);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, Hours - 1);
    }

    /// <summary>Returns the index of a developer who works in an hour.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="hash">The hash that selects the developer.</param>
    public int DeveloperAt(int hour, ulong hash)
    {
        int offices = _developersByOffice.Length;
        long point = (uint)hash;
        int office = 0;
        while (office < offices - 1 && point >= _officeLimits[(hour * offices) + office])
        {
            office++;
        }

        // The first eighth of an office has a quarter of the records and its share of the rest.
        int[] developers = _developersByOffice[office];
        ulong upper = hash >> 32;
        int bound = (upper & 3) == 0 ? (developers.Length + 7) / 8 : developers.Length;
        return developers[(int)(((upper >> 2) * (ulong)bound) >> 30)];
    }

    /// <summary>Divides an hour among the offices by their activity, or by their size if nobody works, and returns its weight.</summary>
    private double WeighHour(int hour)
    {
        Office[] offices = Office.All;
        long middle = (_starts[hour] + _starts[hour + 1]) / 2;
        double total = 0;
        double heads = 0;
        for (int i = 0; i < offices.Length; i++)
        {
            total += _developersByOffice[i].Length * offices[i].GetActivity(middle);
            heads += _developersByOffice[i].Length;
        }

        double sum = 0;
        for (int i = 0; i < offices.Length; i++)
        {
            sum += _developersByOffice[i].Length * (total > 0 ? offices[i].GetActivity(middle) / total : 1 / heads);

            // Rounding must not leave a remainder for a last office that has no developers.
            _officeLimits[(hour * offices.Length) + i] = sum > 1 - 1e-9 ? 1L << 32 : (long)(sum * (1L << 32));
        }

        return total * (_starts[hour + 1] - _starts[hour]) / Hour;
    }
}
