using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml.Linq;

namespace Cursor.AiCode.Report.Charts;

/// <summary>Draws charts as SVG. Colors are CSS variables of the page. Each value is a mark with a tooltip.</summary>
internal static class ChartSvg
{
    /// <summary>The class of the elements that show a value.</summary>
    public const string MarkClass = "mark";

    private const double PeriodHeight = 270;
    private const double Top = 10;
    private const double Bottom = 34;
    private const double Right = 12;
    private const double CharacterWidth = 9;
    private const double PercentSignWidth = 14;
    private const double RowHeight = 26;
    private const double BarHeight = 15;
    private const double BarLeft = 168;
    private const double BarRight = 84;
    private const double MaxColumnWidth = 48;
    private const double ColumnPart = 0.7;
    private const double TextShift = 5;
    private const int MaxPeriodLabels = 6;
    private const int ManyPeriods = 60;
    private const string Ink = "var(--ink-2)";
    private const string Rule = "var(--rule)";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws a chart.</summary>
    /// <returns>An <c>svg</c> element, which has the width of its container.</returns>
    public static XElement Draw(Chart chart)
    {
        double height = chart.Kind == ChartKind.Bars ? RowHeight * Math.Max(1, chart.Labels.Count) : PeriodHeight;
        var svg = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Chart.Width} {Text(height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", chart.Description),
            new XAttribute("font-size", 14),
            new XAttribute("fill", Ink));
        if (chart.Kind == ChartKind.Bars)
        {
            DrawBars(svg, chart);
        }
        else
        {
            DrawPeriods(svg, chart);
        }

        return svg;
    }

    private static void DrawPeriods(XElement svg, Chart chart)
    {
        int count = chart.Labels.Count;
        var axis = new ValueAxis(Enumerable.Range(0, count).Max(index => chart.Series.Sum(series => series.Values[index] ?? 0)));
        double left = 8 + axis.Ticks.Max(tick => WidthOf(chart.FormatAxis(tick)));
        double bottom = PeriodHeight - Bottom;
        double band = (Chart.Width - Right - left) / count;
        double Y(double value) => bottom - ((bottom - Top) * value / axis.Max);
        double X(int index) => left + (band * (index + 0.5));
        foreach (double tick in axis.Ticks)
        {
            svg.Add(Element("path", ("d", $"M{Text(left)} {Text(Y(tick))}H{Text(Chart.Width - Right)}"), ("stroke", Rule)));
            svg.Add(Label(chart.FormatAxis(tick), left - 8, Y(tick) + TextShift, "end"));
        }

        int every = (count + MaxPeriodLabels - 1) / MaxPeriodLabels;
        for (int index = 0; index < count; index += every)
        {
            bool fits = X(index) + (WidthOf(chart.Labels[index]) / 2) <= Chart.Width;
            svg.Add(Label(chart.Labels[index], fits ? X(index) : Chart.Width, bottom + 22, fits ? "middle" : "end"));
        }

        if (chart.Kind == ChartKind.Line)
        {
            DrawLine(svg, chart, X, Y);
        }
        else
        {
            DrawColumns(svg, chart, Math.Min(MaxColumnWidth, band * ColumnPart), X, Y);
        }
    }

    // In the widest of the usual fonts.
    private static double WidthOf(string text) => text.Sum(static character => character == '%' ? PercentSignWidth : character > '\u1100' ? 2 * CharacterWidth : CharacterWidth);

    private static void DrawLine(XElement svg, Chart chart, Func<int, double> x, Func<double, double> y)
    {
        ChartSeries series = chart.Series[0];
        var path = new StringBuilder();
        bool isGap = true;
        for (int index = 0; index < series.Values.Count; index++)
        {
            if (series.Values[index] is { } value)
            {
                _ = path.Append(isGap ? 'M' : 'L').Append(Text(x(index))).Append(' ').Append(Text(y(value)));
            }

            isGap = series.Values[index] is null;
        }

        svg.Add(Element("path", ("d", path.ToString()), ("fill", "none"), ("stroke", series.Color), ("stroke-width", "2.5"), ("stroke-linejoin", "round")));
        for (int index = 0; index < series.Values.Count; index++)
        {
            if (series.Values[index] is { } value)
            {
                string radius = series.Values.Count > ManyPeriods ? "2" : "3.5";
                svg.Add(Mark(chart, 0, index, Element("circle", ("cx", Text(x(index))), ("cy", Text(y(value))), ("r", radius), ("fill", series.Color))));
            }
        }
    }

    private static void DrawColumns(XElement svg, Chart chart, double width, Func<int, double> x, Func<double, double> y)
    {
        for (int index = 0; index < chart.Labels.Count; index++)
        {
            double sum = 0;
            for (int series = 0; series < chart.Series.Count; series++)
            {
                if (chart.Series[series].Values[index] is { } value)
                {
                    svg.Add(Mark(chart, series, index, Rectangle(chart.Series[series], x(index) - (width / 2), y(sum + value), width, y(sum) - y(sum + value))));
                    sum += value;
                }
            }
        }
    }

    private static void DrawBars(XElement svg, Chart chart)
    {
        double max = Enumerable.Range(0, chart.Labels.Count).Max(index => chart.Series.Sum(series => series.Values[index] ?? 0));
        double scale = max > 0 ? (Chart.Width - BarLeft - BarRight) / max : 0;
        for (int index = 0; index < chart.Labels.Count; index++)
        {
            double middle = RowHeight * (index + 0.5);
            svg.Add(Label(chart.Labels[index], 0, middle + TextShift, null));
            if (chart.Notes[index] is { } note)
            {
                svg.Add(Mark(chart, 0, index, new XElement(Svg + "g", Label(note, BarLeft, middle + TextShift, null))));
            }

            double left = BarLeft;
            for (int series = 0; series < chart.Series.Count; series++)
            {
                if (chart.Series[series].Values[index] is { } value)
                {
                    svg.Add(Mark(chart, series, index, Rectangle(chart.Series[series], left, middle - (BarHeight / 2), value * scale, BarHeight)));
                    left += value * scale;
                }
            }

            svg.Add(Label(chart.Ends[index], Chart.Width - BarRight + 8, middle + TextShift, null));
        }
    }

    private static XElement Rectangle(ChartSeries series, double x, double y, double width, double height) => Element(
        "rect", ("x", Text(x)), ("y", Text(y)), ("width", Text(Math.Max(width, 0.2))), ("height", Text(Math.Max(height, 0.2))), ("fill", series.Color), ("stroke", series.Edge));

    private static XElement Mark(Chart chart, int series, int index, XElement element)
    {
        element.SetAttributeValue("class", MarkClass);
        element.AddFirst(new XElement(Svg + "title", chart.Tooltip(series, index)));
        return element;
    }

    private static XElement Label(string text, double x, double y, string? anchor)
    {
        XElement label = Element("text", ("x", Text(x)), ("y", Text(y)));
        label.SetAttributeValue("text-anchor", anchor);
        label.Value = text;
        return label;
    }

    private static XElement Element(string name, params (string Name, string Value)[] attributes) =>
        new(Svg + name, attributes.Select(static attribute => new XAttribute(attribute.Name, attribute.Value)));

    private static string Text(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);
}
