using System.Collections.Generic;
using System.Xml.Linq;
using Cursor.AiCode.Help.Markdown;

namespace Cursor.AiCode.Help.Writing;

/// <summary>Text in the form that PowerShell reads.</summary>
internal static class MamlText
{
    /// <summary>The name space of text.</summary>
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    /// <summary>A line without text.</summary>
    public static XElement BlankLine => new(Maml + "para");

    /// <summary>A description.</summary>
    public static XElement Described(IEnumerable<TextBlock> text) => new(Maml + "description", Paragraphs(text));

    /// <summary>Paragraphs, lists, and code. A list is a paragraph of several lines, since not all of Get-Help shows lists.</summary>
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
