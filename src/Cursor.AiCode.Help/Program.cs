using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Cursor.AiCode.Help.Commands;
using Cursor.AiCode.Help.Markdown;
using Cursor.AiCode.Help.Writing;

namespace Cursor.AiCode.Help;

/// <summary>
/// Generates the files that Get-Help reads from Markdown pages, one for each cmdlet and topic, and from the metadata of the
/// assembly, such as the parameters and their values. A page that doesn't match the assembly is an error.
/// </summary>
internal static class Program
{
    private const string TopicPrefix = "about_";

    private static int Main(string[] arguments)
    {
        if (arguments is not [string assembly, string pages, string output])
        {
            Console.Error.WriteLine("Usage: Cursor.AiCode.Help ASSEMBLY PAGES-DIRECTORY OUTPUT-DIRECTORY");
            return 2;
        }

        try
        {
            Write(assembly, pages, output);
            return 0;
        }
        catch (HelpException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Write(string assembly, string pages, string output)
    {
        Page[] all = Directory.GetFiles(pages, "*.md").Order(StringComparer.Ordinal).Select(Page.Read).ToArray();
        ILookup<bool, Page> isTopic = all.ToLookup(page => page.Title.StartsWith(TopicPrefix, StringComparison.Ordinal));
        Command[] commands = CommandReader.Read(assembly).OrderBy(command => command.Name, StringComparer.Ordinal).ToArray();
        if (isTopic[false].FirstOrDefault(page => commands.All(command => command.Name != page.Title)) is { } unknown)
        {
            throw new HelpException(unknown.Path, 1, $"There is no cmdlet '{unknown.Title}'.");
        }

        IEnumerable<CommandPage> commandPages = commands.Select(command => new CommandPage(
            command,
            isTopic[false].SingleOrDefault(page => page.Title == command.Name) ?? throw new HelpException(pages, 1, $"{command.Name} has no page.")));
        Directory.CreateDirectory(output);
        MamlFile.Write(Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), commandPages);
        foreach (Page topic in isTopic[true])
        {
            TopicFile.Write(Path.Combine(output, topic.Title + ".help.txt"), topic);
        }
    }
}
