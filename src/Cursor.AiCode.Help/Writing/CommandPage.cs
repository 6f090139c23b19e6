using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Help.Commands;
using Cursor.AiCode.Help.Markdown;
using Markdig.Syntax;

namespace Cursor.AiCode.Help.Writing;

/// <summary>A cmdlet and its help page, which match.</summary>
internal sealed class CommandPage
{
    private readonly Page _page;

    /// <summary>Combines a cmdlet and its page.</summary>
    /// <exception cref="HelpException">The page doesn't match the cmdlet.</exception>
    public CommandPage(Command command, Page page)
    {
        Command = command;
        _page = page;
        CheckSyntax();
        CheckNames("PARAMETERS", command.Parameters.Select(parameter => "-" + parameter.Name).Append("CommonParameters"));
        CheckNames("OUTPUTS", command.OutputTypes);
        foreach (CommandParameter parameter in command.Parameters)
        {
            Section text = TextOf(parameter);
            if (parameter.AcceptedValues.FirstOrDefault(value => !text.Text.Any(block => block.Text.Contains(value, StringComparison.Ordinal))) is { } value)
            {
                throw new HelpException(text.Path, text.Line, $"-{parameter.Name} accepts '{value}', which the page doesn't describe.");
            }
        }
    }

    /// <summary>The cmdlet.</summary>
    public Command Command { get; }

    /// <summary>Gets the section with this heading.</summary>
    public Section this[string heading] => _page.Find(heading);

    /// <summary>Returns the description of a parameter.</summary>
    public Section TextOf(CommandParameter parameter) => this["PARAMETERS"].Parts.Single(part => part.Heading == "-" + parameter.Name);

    private void CheckSyntax()
    {
        Section syntax = this["SYNTAX"];
        IEnumerable<Block> blocks = syntax.Blocks.Concat(syntax.Parts.SelectMany(part => part.Blocks));
        string[] written = blocks.OfType<FencedCodeBlock>().Select(code => string.Join(' ', code.Lines.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToArray();
        string[] expected = Command.Sets.Select(set => Syntax.Line(Command, set)).ToArray();
        if (!written.SequenceEqual(expected))
        {
            throw new HelpException(syntax.Path, syntax.Line, $"The syntax of {Command.Name} is: {string.Join(" | ", expected)}");
        }
    }

    private void CheckNames(string heading, IEnumerable<string> names)
    {
        Section section = this[heading];
        string[] written = section.Parts.Select(part => part.Heading).ToArray();
        string[] expected = names.ToArray();
        if (written.Except(expected).FirstOrDefault() is { } unknown)
        {
            throw new HelpException(section.Path, section.Parts.First(part => part.Heading == unknown).Line, $"{Command.Name} has no '{unknown}'.");
        }

        if (expected.Except(written).FirstOrDefault() is { } missing)
        {
            throw new HelpException(section.Path, section.Line, $"'{missing}' of {Command.Name} is missing.");
        }
    }
}
