using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Help.Commands;
using Cursor.AiCode.Help.Markdown;
using Markdig.Syntax;

namespace Cursor.AiCode.Help.Writing;

/// <summary>A cmdlet and its page, which fit.</summary>
internal sealed class CommandPage
{
    private readonly Page _page;

    /// <summary>Puts the two together.</summary>
    /// <exception cref="HelpException">The page lacks something that the cmdlet has, or has something that it lacks.</exception>
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
                throw new HelpException(text.Path, text.Line, $"-{parameter.Name} accepts '{value}', of which the page says nothing.");
            }
        }
    }

    /// <summary>The cmdlet.</summary>
    public Command Command { get; }

    /// <summary>The section of that heading.</summary>
    public Section this[string heading] => _page.Find(heading);

    /// <summary>What the page says of a parameter.</summary>
    public Section TextOf(CommandParameter parameter) => this["PARAMETERS"].Parts.Single(part => part.Heading == "-" + parameter.Name);

    private void CheckSyntax()
    {
        Section syntax = this["SYNTAX"];
        IEnumerable<Block> blocks = syntax.Blocks.Concat(syntax.Parts.SelectMany(part => part.Blocks));
        string[] written = blocks.OfType<FencedCodeBlock>().Select(code => string.Join(' ', code.Lines.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToArray();
        string[] right = Command.Sets.Select(set => Syntax.Line(Command, set)).ToArray();
        if (!written.SequenceEqual(right))
        {
            throw new HelpException(syntax.Path, syntax.Line, $"The syntax of {Command.Name} is: {string.Join(" | ", right)}");
        }
    }

    private void CheckNames(string heading, IEnumerable<string> names)
    {
        Section section = this[heading];
        string[] written = section.Parts.Select(part => part.Heading).ToArray();
        string[] right = names.ToArray();
        if (written.Except(right).FirstOrDefault() is { } stranger)
        {
            throw new HelpException(section.Path, section.Parts.First(part => part.Heading == stranger).Line, $"{Command.Name} has no '{stranger}'.");
        }

        if (right.Except(written).FirstOrDefault() is { } missing)
        {
            throw new HelpException(section.Path, section.Line, $"'{missing}' of {Command.Name} is missing here.");
        }
    }
}
