using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Cursor.AiCode.Help.Markdown;

/// <summary>Converts Markdown to plain text. Elements without a plain form, such as tables and images, are errors.</summary>
/// <param name="path">The path of the page, for errors.</param>
internal sealed class PlainText(string path)
{
    /// <summary>Returns the text of a block.</summary>
    public IEnumerable<TextBlock> Of(Block block) => block switch
    {
        ParagraphBlock paragraph => [new TextBlock(TextKind.Paragraph, Of(paragraph.Inline))],
        FencedCodeBlock code => [new TextBlock(TextKind.Code, code.Lines.ToString(), code.Info ?? "")],
        ListBlock list => list.Cast<ListItemBlock>().SelectMany(item => Of(item, list.IsOrdered ? $"{item.Order}." : "-")),
        _ => throw new HelpException(path, block.Line + 1, $"A {block.GetType().Name} isn't supported in help."),
    };

    /// <summary>Returns the text of inline elements, on one line.</summary>
    public string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (Inline inline in inlines ?? [])
        {
            _ = text.Append(Of(inline));
        }

        return text.ToString();
    }

    private string Of(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline address => address.Url,
        LinkInline { IsImage: false } link => Of(link),
        EmphasisInline emphasis => Of((ContainerInline)emphasis),
        _ => throw new HelpException(path, inline.Line + 1, $"A {inline.GetType().Name} isn't supported in help."),
    };

    // Get-Help finds another page by the text of the link.
    private string Of(LinkInline link)
    {
        string text = Of((ContainerInline)link);
        return link.Url is { } url && url.Contains("://") && url != text ? $"{text} ({url})" : text;
    }

    private IEnumerable<TextBlock> Of(ListItemBlock item, string marker)
    {
        if (item is not [ParagraphBlock paragraph])
        {
            throw new HelpException(path, item.Line + 1, "An item of a list must be one paragraph.");
        }

        return [new TextBlock(TextKind.Item, Of(paragraph.Inline), marker)];
    }
}
