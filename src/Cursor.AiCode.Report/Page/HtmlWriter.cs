using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Cursor.AiCode.Report.Page;

/// <summary>
/// Writes HTML that is also XML. Texts and attributes are escaped, so nothing that a text contains becomes an element.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    private static readonly string[] VoidElements = ["meta", "link", "br", "col"];

    private readonly XmlWriter _xml;

    /// <summary>Begins a document.</summary>
    public HtmlWriter(Stream stream)
    {
        _xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            NewLineChars = "\n",
            CheckCharacters = true,
            ConformanceLevel = ConformanceLevel.Fragment,
        });
        _xml.WriteRaw("<!DOCTYPE html>\n");
    }

    /// <summary>Writes an element with content.</summary>
    /// <param name="name">The name of the element.</param>
    /// <param name="content">Writes the content.</param>
    /// <param name="attributes">The attributes. Those whose value is null aren't written.</param>
    public void Element(string name, Action content, params (string Name, string? Value)[] attributes)
    {
        Start(name, attributes);
        content();
        _xml.WriteFullEndElement();
    }

    /// <summary>Writes an element with text.</summary>
    public void Element(string name, string text, params (string Name, string? Value)[] attributes)
    {
        Start(name, attributes);
        _xml.WriteString(text);
        _xml.WriteFullEndElement();
    }

    /// <summary>Writes an element that never has content.</summary>
    public void Void(string name, params (string Name, string? Value)[] attributes)
    {
        if (!VoidElements.Contains(name))
        {
            throw new ArgumentException($"The element {name} can have content.", nameof(name));
        }

        Start(name, attributes);
        _xml.WriteEndElement();
    }

    /// <summary>Writes text.</summary>
    public void Text(string text) => _xml.WriteString(text);

    /// <summary>Writes a line break between elements, for readers of the source.</summary>
    public void Line() => _xml.WriteWhitespace("\n");

    /// <summary>Writes a style sheet of this assembly. In HTML, its characters aren't escaped.</summary>
    public void StyleSheet(string css)
    {
        if (css.Contains("</"))
        {
            throw new ArgumentException("The style sheet would end its element.", nameof(css));
        }

        _xml.WriteStartElement("style");
        _xml.WriteRaw(css);
        _xml.WriteFullEndElement();
    }

    /// <summary>Writes an SVG element.</summary>
    public void Svg(XElement svg)
    {
        using XmlReader reader = svg.CreateReader();
        _xml.WriteNode(reader, defattr: false);
    }

    /// <inheritdoc/>
    public void Dispose() => _xml.Dispose();

    private void Start(string name, (string Name, string? Value)[] attributes)
    {
        _xml.WriteStartElement(name);
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is not null)
            {
                _xml.WriteAttributeString(attribute, value);
            }
        }
    }
}
