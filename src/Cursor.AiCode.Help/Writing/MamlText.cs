using System.Collections.Generic;
using System.Xml.Linq;
using Cursor.AiCode.Help.Markdown;

namespace Cursor.AiCode.Help.Writing;

/// <summary>Creates MAML elements for text.</summary>
internal static class MamlText
{
    /// <summary>The XML namespace of text.</summary>
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    /// <summary>An empty line.</summary>
    public static XElement BlankLine => new(Maml + "para");

    /// <summary>Creates a description.</summary>
    public static XElement Described(IEnumerable<TextBlock> text) => new(Maml + "description", Paragraphs(text));

    /// <summary>Creates paragraphs, lists and code. A list is a paragraph of several lines, because Get-Help doesn't always display lists.</summary>
    public static IEnumerable<XElement> Paragraphs(IEnumerable<TextBlock> text)
    {
        var items = new List<string>();
        foreach (TextBlock block in text)
        {
            if (block.Kind == TextKind.Item)
            {
                items.Add($"{block.Marker} {block.Text}");
                continue;
            }

            if (items.Count > 0)
            {
                yield return List(items);
                items.Clear();
            }

            yield return new XElement(Maml + "para", block.Text);
        }

        if (items.Count > 0)
        {
            yield return List(items);
        }
    }

    private static XElement List(IEnumerable<string> items) => new(Maml + "para", string.Join('\n', items));
}
