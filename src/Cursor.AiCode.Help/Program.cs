using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Cursor.AiCode.Help.Commands;
using Cursor.AiCode.Help.Markdown;
using Cursor.AiCode.Help.Writing;

namespace Cursor.AiCode.Help;

/// <summary>
/// Makes the files that Get-Help reads. Their words are in markdown, one page for each cmdlet and one for each topic; all
/// else, such as what parameters there are and what they accept, is in the assembly. A page that does not fit is an error.
/// </summary>
internal static class Program
{
    private const string TopicPrefix = "about_";

    private static int Main(string[] arguments)
    {
        if (arguments is not [string assembly, string pages, string output])
        {
            Console.Error.WriteLine("Usage: Cursor.AiCode.Help ASSEMBLY FOLDER-OF-PAGES FOLDER-OF-HELP");
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
        if (isTopic[false].FirstOrDefault(page => commands.All(command => command.Name != page.Title)) is { } stranger)
        {
            throw new HelpException(stranger.Path, 1, $"There is no cmdlet '{stranger.Title}'.");
        }

        IEnumerable<CommandPage> helped = commands.Select(command => new CommandPage(
            command,
            isTopic[false].SingleOrDefault(page => page.Title == command.Name) ?? throw new HelpException(pages, 1, $"{command.Name} has no page.")));
        Directory.CreateDirectory(output);
        MamlFile.Write(Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), helped);
        foreach (Page topic in isTopic[true])
        {
            TopicFile.Write(Path.Combine(output, topic.Title + ".help.txt"), topic);
        }
    }
}
