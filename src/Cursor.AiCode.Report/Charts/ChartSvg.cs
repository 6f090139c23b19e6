using System;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace Cursor.AiCode.Report.Charts;

/// <summary>Makes the SVG of a chart a part of a page: with texts for readers who don't see it, and without what a page doesn't need.</summary>
internal static class ChartSvg
{
    /// <summary>The class of the elements that show a value.</summary>
    public const string MarkClass = "mark";

    private const string MetadataPrefix = "ecmeta_";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] UnusedOfRoot = ["width", "height", "version", "baseProfile"];

    /// <summary>Returns the element of a chart.</summary>
    /// <param name="svg">The document that the library drew.</param>
    /// <param name="chart">The chart.</param>
    public static XElement Create(string svg, Chart chart)
    {
        XElement root = XElement.Parse(svg, LoadOptions.PreserveWhitespace);
        root.Attributes().Where(static one => one.IsNamespaceDeclaration || UnusedOfRoot.Contains(one.Name.LocalName)).Remove();
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-label", chart.Description);

        // The style sheet of the library is for pointers over marks. Its background is the one of the page.
        root.Elements(Svg + "style").Remove();

        // Nothing is outside of its chart. The IDs of clip paths would have to be unique in the page.
        root.Descendants(Svg + "defs").Remove();
        root.Descendants().Attributes("clip-path").Remove();
        root.Elements(Svg + "rect").Where(static one => one.Attribute("fill")?.Value is "none" or "transparent").Remove();
        foreach (XElement element in root.Descendants().ToList())
        {
            if (element.Name == Svg + "text" && chart.FindLabel(element.Value) is { } label)
            {
                element.Value = label;
            }

            if (ReadNumber(element, "series_index") is { } series && ReadNumber(element, "data_index") is { } index)
            {
                element.SetAttributeValue("class", MarkClass);
                element.AddFirst(new XElement(Svg + "title", chart.Tooltip(series, index)));
            }
            else
            {
                element.SetAttributeValue("class", null);
            }

            element.Attributes().Where(static one => one.Name.LocalName.StartsWith(MetadataPrefix, StringComparison.Ordinal)).Remove();
        }

        return root;
    }

    private static int? ReadNumber(XElement element, string name) =>
        element.Attribute(MetadataPrefix + name) is { } attribute ? XmlConvert.ToInt32(attribute.Value) : null;
}
