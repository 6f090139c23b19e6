using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace Cursor.AiCode.Help.Markdown;

/// <summary>A help page: a title, and sections under headings of level two.</summary>
internal sealed class Page
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();

    private Page(string path, string title, IReadOnlyList<Section> sections)
    {
        Path = path;
        Title = title;
        Sections = sections;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The title, which is also the name of the file.</summary>
    public string Title { get; }

    /// <summary>The sections, in their order.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpException">The page has no title, or the title isn't the name of the file.</exception>
    public static Page Read(string path)
    {
        MarkdownDocument document = Markdig.Markdown.Parse(File.ReadAllText(path).ReplaceLineEndings("\n"), Pipeline);
        List<Block> blocks = document.Where(block => block is not YamlFrontMatterBlock).ToList();
        if (blocks is not [HeadingBlock { Level: 1 } heading, ..])
        {
            throw new HelpException(path, 1, "The page doesn't begin with a title.");
        }

        string title = new PlainText(path).Of(heading.Inline);
        return title == System.IO.Path.GetFileNameWithoutExtension(path)
            ? new Page(path, title, Section.Split(path, blocks.Skip(1), level: 2))
            : throw new HelpException(path, heading.Line + 1, $"The title '{title}' isn't the name of the file.");
    }

    /// <summary>Returns the section with this heading.</summary>
    /// <exception cref="HelpException">There is no such section.</exception>
    public Section Find(string heading) =>
        Sections.FirstOrDefault(section => section.Heading == heading) ?? throw new HelpException(Path, 1, $"The page has no section '{heading}'.");
}
