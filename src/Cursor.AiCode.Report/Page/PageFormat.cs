using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace Cursor.AiCode.Report.Page;

/// <summary>
/// Formats numbers and dates in the culture of a page. Dates are those of the Gregorian calendar, whose weeks the report
/// shows, also in cultures that use another one.
/// </summary>
internal sealed class PageFormat
{
    private const string None = "\u2013";

    private readonly CultureInfo _culture;
    private readonly string _longDate;
    private readonly string _shortDay;

    public PageFormat(CultureInfo culture)
    {
        _culture = ToGregorian(culture);
        DateTimeFormatInfo dates = _culture.DateTimeFormat;

        // A day of the week, such as in "dddd, d. MMMM yyyy", isn't necessary. In Danish, an article belongs to it.
        _longDate = Regex.Replace(dates.LongDatePattern, @"[,\s]*dddd(\s*'[^']*')?[,.\s]*", "").Trim();
        _longDate = Regex.IsMatch(_longDate, "d.*M.*y|y.*M.*d|M.*d.*y") ? _longDate : "d MMMM yyyy";
        _shortDay = dates.MonthDayPattern.Replace("MMMM", "MMM");
    }

    /// <summary>A number at an axis.</summary>
    public string AxisNumber(double number) => number.ToString("N0", _culture);

    /// <summary>A number with thousands separators, or a dash if it isn't known.</summary>
    public string Number(long? number) => number is { } known ? known.ToString("N0", _culture) : None;

    /// <summary>A percentage with a decimal, or a dash without one.</summary>
    public string Percent(double? percent) => percent is { } known ? Percentage(known / 100, "P1") : None;

    /// <summary>A percentage without decimals, or a dash without one.</summary>
    public string WholePercent(double? percent) => percent is { } known ? Percentage(known / 100, "P0") : None;

    /// <summary>The difference of two percentages, with its sign.</summary>
    public string Points(double difference) => Sign(difference) + Math.Abs(difference).ToString("N1", _culture);

    /// <summary>The relative difference of two numbers, with its sign.</summary>
    public string Change(double number, double previous)
    {
        double change = (number - previous) / previous;
        return Sign(change) + Percentage(Math.Abs(change), "P0");
    }

    /// <summary>A date with the name of the month and the year.</summary>
    public string Date(DateTime day) => day.ToString(_longDate, _culture);

    /// <summary>A date without the year, with a short name of the month.</summary>
    public string Day(DateTime day) => day.ToString(_shortDay, _culture);

    /// <summary>A month and a year.</summary>
    public string Month(DateTime day) => day.ToString(_culture.DateTimeFormat.YearMonthPattern.Replace("MMMM", "MMM"), _culture);

    /// <summary>A date and a time of day.</summary>
    public string Instant(DateTime time) => Date(time) + ", " + time.ToString("t", _culture);

    /// <summary>A range of days.</summary>
    public string Range(DateTime first, DateTime last) => first == last ? Date(first) : Date(first) + " \u2013 " + Date(last);

    // No line break between the number and the sign.
    private string Percentage(double part, string format) => part.ToString(format, _culture).Replace(' ', '\u00A0');

    private static string Sign(double number) => number < 0 ? "\u2212" : number > 0 ? "+" : "\u00B1";

    private static CultureInfo ToGregorian(CultureInfo culture)
    {
        var clone = (CultureInfo)culture.Clone();
        if (clone.Calendar is not GregorianCalendar)
        {
            Calendar? gregorian = clone.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault();
            if (gregorian is null)
            {
                return CultureInfo.InvariantCulture;
            }

            clone.DateTimeFormat.Calendar = gregorian;
        }

        return clone;
    }
}
