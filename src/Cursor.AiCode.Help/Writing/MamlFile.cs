using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Cursor.AiCode.Help.Commands;
using Cursor.AiCode.Help.Markdown;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Cursor.AiCode.Help.Writing;

/// <summary>Writes the help of cmdlets in the form that PowerShell reads (MAML).</summary>
internal static class MamlFile
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = MamlText.Maml;
    private static readonly XNamespace Cmd = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the help of all <paramref name="pages"/>.</summary>
    public static void Write(string path, IEnumerable<CommandPage> pages)
    {
        var items = new XElement(
            Msh + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Cmd),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            pages.Select(Help));
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None };
        using FileStream file = File.Create(path);
        using var writer = XmlWriter.Create(file, settings);
        items.Save(writer);
    }

    private static XElement Help(CommandPage page) => new(
        Cmd + "command",
        new XElement(
            Cmd + "details",
            new XElement(Cmd + "name", page.Command.Name),
            MamlText.Described(page["SYNOPSIS"].Text),
            new XElement(Cmd + "verb", page.Command.Verb),
            new XElement(Cmd + "noun", page.Command.Noun)),
        MamlText.Described(page["DESCRIPTION"].Text),
        new XElement(Cmd + "syntax", page.Command.Sets.Select(set => SyntaxItem(page, set))),
        new XElement(Cmd + "parameters", page.Command.Parameters.Select(parameter => Parameter(page, parameter, parameter.Uses[0]))),
        new XElement(Cmd + "inputTypes", page["INPUTS"].Parts.Select(part => Typed("inputType", part))),
        new XElement(Cmd + "returnValues", page["OUTPUTS"].Parts.Select(part => Typed("returnValue", part))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", MamlText.Paragraphs(page["NOTES"].Text))),
        new XElement(Cmd + "examples", page["EXAMPLES"].Parts.Select(Example)),
        new XElement(Cmd + "relatedLinks", Links(page)));

    private static XElement SyntaxItem(CommandPage page, string set) => new(
        Cmd + "syntaxItem",
        new XElement(Maml + "name", page.Command.Name),
        page.Command.ParametersOf(set).Select(item => Parameter(page, item.Parameter, item.Use)));

    private static XElement Parameter(CommandPage page, CommandParameter parameter, ParameterUse use) => new(
        Cmd + "parameter",
        new XAttribute("required", XmlConvert.ToString(use.IsRequired)),
        new XAttribute("variableLength", XmlConvert.ToString(parameter.IsList)),
        new XAttribute("globbing", XmlConvert.ToString(parameter.SupportsWildcards)),
        new XAttribute("pipelineInput", use.PipelineInput),
        new XAttribute("position", use.Position is { } position ? XmlConvert.ToString(position) : "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        MamlText.Described(page.TextOf(parameter).Text),
        Values(parameter),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type.FullName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", parameter.DefaultValue));

    private static IEnumerable<XElement> Values(CommandParameter parameter)
    {
        var required = new XAttribute("required", XmlConvert.ToString(!parameter.IsSwitch));
        if (parameter.AcceptedValues.Count > 0)
        {
            yield return new XElement(
                Cmd + "parameterValueGroup",
                parameter.AcceptedValues.Select(value => new XElement(Cmd + "parameterValue", required, new XAttribute("variableLength", "false"), value)));
        }

        if (!parameter.IsSwitch)
        {
            yield return new XElement(Cmd + "parameterValue", required, new XAttribute("variableLength", XmlConvert.ToString(parameter.IsList)), parameter.TypeName);
        }
    }

    private static XElement Typed(string name, Section part) => new(
        Cmd + name,
        new XElement(Dev + "type", new XElement(Maml + "name", part.Heading), new XElement(Maml + "uri")),
        MamlText.Described(part.Text));

    // Get-Help displays the code first, and all text after it. The output of the code follows the code.
    private static XElement Example(Section part)
    {
        List<TextBlock> text = part.Text.ToList();
        int code = text.FindIndex(block => block is { Kind: TextKind.Code, Marker: "powershell" });
        if (code < 0 || !text.Exists(block => block.Kind != TextKind.Code))
        {
            throw new HelpException(part.Path, part.Line, "An example needs code and a description.");
        }

        IEnumerable<TextBlock> after = text.Skip(code + 1);
        IEnumerable<TextBlock> output = after.TakeWhile(block => block.Kind == TextKind.Code);
        return new XElement(
            Cmd + "example",
            new XElement(Maml + "title", $"---------- {part.Heading} ----------"),
            new XElement(Maml + "introduction"),
            new XElement(Dev + "code", text[code].Text),
            new XElement(Dev + "remarks", MamlText.Paragraphs(output.Concat(text.Take(code)).Concat(after.Except(output))), MamlText.BlankLine, MamlText.BlankLine));
    }

    private static IEnumerable<XElement> Links(CommandPage page)
    {
        if (page.Command.HelpUri.Length > 0)
        {
            yield return Link("Online version:", page.Command.HelpUri);
        }

        foreach (LinkInline link in page["RELATED LINKS"].Blocks.SelectMany(block => block.Descendants<LinkInline>()))
        {
            yield return Link(new PlainText(page["RELATED LINKS"].Path).Of(link), link.Url!.Contains("://") ? link.Url : "");
        }
    }

    private static XElement Link(string text, string uri) => new(
        Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", uri));
}
