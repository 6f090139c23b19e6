using System.Collections.Generic;
using System.Linq;
using Markdig.Syntax;

namespace Cursor.AiCode.Help.Markdown;

/// <summary>A section of a page.</summary>
/// <param name="Path">The path of the page.</param>
/// <param name="Line">The line of the heading, from 1.</param>
/// <param name="Heading">The text of the heading.</param>
/// <param name="Blocks">The blocks before the first subheading.</param>
/// <param name="Parts">The subsections.</param>
internal sealed record Section(string Path, int Line, string Heading, IReadOnlyList<Block> Blocks, IReadOnlyList<Section> Parts)
{
    /// <summary>The text of the blocks, without subsections.</summary>
    public IEnumerable<TextBlock> Text => Blocks.SelectMany(new PlainText(Path).Of);

    /// <summary>Splits blocks at the headings of a level.</summary>
    /// <exception cref="HelpException">There is a block before the first heading.</exception>
    public static IReadOnlyList<Section> Split(string path, IEnumerable<Block> blocks, int level)
    {
        var sections = new List<(HeadingBlock Heading, List<Block> Blocks)>();
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level <= level)
            {
                sections.Add((heading, []));
            }
            else if (sections.Count == 0)
            {
                throw new HelpException(path, block.Line + 1, "There is text before the first heading.");
            }
            else
            {
                sections[^1].Blocks.Add(block);
            }
        }

        return sections.Select(section =>
        {
            List<Block> own = section.Blocks.TakeWhile(block => block is not HeadingBlock).ToList();
            return new Section(
                path,
                section.Heading.Line + 1,
                new PlainText(path).Of(section.Heading.Inline),
                own,
                Split(path, section.Blocks.Skip(own.Count), level + 1));
        }).ToList();
    }
}
