using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// The hours over which records are laid: for each how much the company does in it, and who is at work.
/// Commits and changes share one calendar.
/// </summary>
internal sealed class Calendar
{
    private const long Hour = 3_600_000;

    private readonly long[] _starts;
    private readonly double[] _weights;
    private readonly long[] _officeLimits;
    private readonly int[][] _staff;

    /// <summary>
    /// Hours from <paramref name="start"/> to <paramref name="end"/> (Unix milliseconds), then
    /// <paramref name="later"/> more in which further records may arrive.
    /// </summary>
    public Calendar(long start, long end, int later, Office[] offices, int[][] staff)
    {
        var starts = new List<long> { start };
        for (long next = ((start / Hour) + 1) * Hour; next < end; next += Hour)
        {
            starts.Add(next);
        }

        PastHours = starts.Count;
        for (int i = 0; i <= later; i++)
        {
            starts.Add(end + (i * Hour));
        }

        _starts = starts.ToArray();
        _staff = staff;
        _weights = new double[Hours];
        _officeLimits = new long[Hours * offices.Length];
        for (int i = 0; i < Hours; i++)
        {
            _weights[i] = WeighHour(i, offices);
        }
    }

    /// <summary>How many hours there are.</summary>
    public int Hours => _starts.Length - 1;

    /// <summary>How many of them hold the data that exists at the start.</summary>
    public int PastHours { get; }

    /// <summary>When an hour begins; the hour after the last one begins at the end. Unix milliseconds.</summary>
    public long StartOf(int hour) => _starts[hour];

    /// <summary>How much the whole company does in an hour; comparable with other hours only.</summary>
    public double WeightOf(int hour) => _weights[hour];

    /// <summary>The hour that holds an instant, within the calendar's bounds.</summary>
    public int HourAt(long unixMilliseconds)
    {
        int found = Array.BinarySearch(_starts, unixMilliseconds);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, Hours - 1);
    }

    /// <summary>Someone who is at work in an hour, by a hash.</summary>
    public int DeveloperAt(int hour, ulong hash)
    {
        int offices = _staff.Length;
        long point = (uint)hash;
        int office = 0;
        while (office < offices - 1 && point >= _officeLimits[(hour * offices) + office])
        {
            office++;
        }

        int[] staff = _staff[office];

        // A few do much more than the others: a quarter of the picks falls on the first eighth.
        ulong upper = hash >> 32;
        int bound = (upper & 3) == 0 ? (staff.Length + 7) / 8 : staff.Length;
        return staff[(int)(((upper >> 2) * (ulong)bound) >> 30)];
    }

    /// <summary>Divides an hour among the offices by who works then, or by head where nobody does.</summary>
    private double WeighHour(int hour, Office[] offices)
    {
        long middle = (_starts[hour] + _starts[hour + 1]) / 2;
        double total = 0;
        double heads = 0;
        for (int z = 0; z < offices.Length; z++)
        {
            total += _staff[z].Length * offices[z].ActivityAt(middle);
            heads += _staff[z].Length;
        }

        double sum = 0;
        for (int z = 0; z < offices.Length; z++)
        {
            sum += _staff[z].Length * (total > 0 ? offices[z].ActivityAt(middle) / total : 1 / heads);
            
            // Rounding must leave nothing over for an office that may be empty.
            _officeLimits[(hour * offices.Length) + z] = sum > 1 - 1e-9 ? 1L << 32 : (long)(sum * (1L << 32));
        }

        return total * (_starts[hour + 1] - _starts[hour]) / Hour;
    }
}
