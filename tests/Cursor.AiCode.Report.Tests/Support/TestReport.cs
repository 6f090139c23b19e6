using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace Cursor.AiCode.Report.Tests.Support;

/// <summary>A report, whose HTML is also well-formed XML.</summary>
public sealed class TestReport
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public TestReport(string path, AiCodeReport result)
    {
        Path = path;
        Result = result;
        Text = File.ReadAllText(path);
        using var reader = XmlReader.Create(new StringReader(Text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Document = XDocument.Load(reader);
    }

    public string Path { get; }

    public AiCodeReport Result { get; }

    public string Text { get; }

    public XDocument Document { get; }

    /// <summary>The charts, by their titles.</summary>
    public IReadOnlyDictionary<string, XElement> Figures => Document.Descendants("figure").ToDictionary(figure => figure.Descendants("h3").Single().Value);

    /// <summary>The tiles: each name with its value and its change.</summary>
    public IReadOnlyDictionary<string, string[]> Tiles => Document.Descendants("dl").Single().Elements("div")
        .ToDictionary(tile => tile.Element("dt")!.Value, tile => tile.Elements("dd").Select(one => one.Value).ToArray());

    /// <summary>The cells of a chart's table, without its header.</summary>
    public string[][] Rows(string figure) =>
        Figures[figure].Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()).ToArray();

    /// <summary>The names of the columns of a chart's table.</summary>
    public string[] Columns(string figure) => Figures[figure].Descendants("thead").Single().Descendants("th").Select(cell => cell.Value).ToArray();

    /// <summary>The texts of the values in a chart.</summary>
    public string[] Marks(string figure) =>
        Figures[figure].Descendants().Where(one => one.Attribute("class")?.Value == "mark").Select(one => one.Element(Svg + "title")!.Value).ToArray();

    /// <summary>The texts in a chart.</summary>
    public string[] Labels(string figure) => Figures[figure].Descendants(Svg + "text").Select(one => one.Value).ToArray();

    /// <summary>The path of the line in a chart.</summary>
    public string LinePath(string figure) => Figures[figure].Descendants(Svg + "path")
        .Single(one => one.Attribute("fill")?.Value == "none" && one.Attribute("stroke")?.Value.Contains("composer", StringComparison.Ordinal) == true).Attribute("d")!.Value;
}
