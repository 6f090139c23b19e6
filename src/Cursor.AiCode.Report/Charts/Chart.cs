using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Cursor.AiCode.Report.Charts;

/// <summary>What a chart shows.</summary>
internal sealed record Chart
{
    /// <summary>The width of all charts. The page scales them: two beside each other, or one on a small screen.</summary>
    public const int Width = 460;

    // The library never sees names that others chose. Some of them, such as __proto__, would change its objects.
    private const string PlaceholderPrefix = "\uE000";

    private const int PeriodHeight = 270;
    private const int BarHeight = 26;

    /// <summary>The kind.</summary>
    public ChartKind Kind { get; init; }

    /// <summary>The text alternative.</summary>
    public string Description { get; init; } = "";

    /// <summary>The periods or the names.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The texts after the bars.</summary>
    public IReadOnlyList<string> Ends { get; init; } = [];

    /// <summary>The texts that replace bars which are too long for the scale of the others; null for bars that are drawn.</summary>
    public IReadOnlyList<string?> Notes { get; init; } = [];

    /// <summary>The series, from bottom to top, or from left to right.</summary>
    public IReadOnlyList<ChartSeries> Series { get; init; } = [];

    /// <summary>Returns the text that the pointer shows over a mark, by the indexes of the series and of the label.</summary>
    public Func<int, int, string> Tooltip { get; init; } = static (_, _) => "";

    /// <summary>Returns the text of a number at an axis.</summary>
    public Func<double, string> FormatAxis { get; init; } = static _ => "";

    /// <summary>Returns the label for which the library drew a placeholder; null if the text isn't one.</summary>
    public string? FindLabel(string text) =>
        text.StartsWith(PlaceholderPrefix, StringComparison.Ordinal) ? Labels[XmlConvert.ToInt32(text.Substring(PlaceholderPrefix.Length))] : null;

    /// <summary>Returns the specification for charts.js. The labels of bars are placeholders.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind.ToString().ToLowerInvariant());
            json.WriteNumber("width", Width);
            json.WriteNumber("height", Kind == ChartKind.Bars ? BarHeight * Math.Max(1, Labels.Count) : PeriodHeight);
            Write(json, "labels", Kind == ChartKind.Bars ? Labels.Select(static (_, index) => PlaceholderPrefix + index.ToString(CultureInfo.InvariantCulture)) : Labels);
            Write(json, "ends", Ends);
            Write(json, "notes", Notes);
            json.WriteStartArray("series");
            foreach (ChartSeries series in Series)
            {
                json.WriteStartObject();
                json.WriteString("color", series.Color);
                json.WriteString("edge", series.Edge);
                json.WriteStartArray("values");
                foreach (double? value in series.Values)
                {
                    Write(json, value);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string?> texts)
    {
        json.WriteStartArray(name);
        foreach (string? text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
