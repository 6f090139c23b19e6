using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit.Abstractions;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>A curl command of the API's documentation.</summary>
public sealed class CurlExample : IXunitSerializable
{
    private const string Documented = "https://api.cursor.com";

    public CurlExample()
        : this("", "")
    {
    }

    private CurlExample(string name, string line)
    {
        Name = name;
        Line = line;
    }

    /// <summary>The copy of the documentation, and the number of the example in it.</summary>
    public string Name { get; private set; }

    /// <summary>The command, with its line continuations.</summary>
    public string Line { get; private set; }

    /// <summary>The file that curl writes, or null for its output.</summary>
    public string? OutputFile => After("-o");

    /// <summary>The user and password.</summary>
    public string Credentials => After("-u")!;

    /// <summary>Whether curl follows redirects.</summary>
    public bool FollowsRedirects => SplitArguments().Contains("-L");

    /// <summary>All examples of all copies of the documentation.</summary>
    public static IEnumerable<CurlExample> All() =>
        from file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "CurlExamples"), "*.txt").Order(StringComparer.Ordinal)
        from part in File.ReadAllText(file).Split("\n\n").Select((text, i) => (Text: text.Trim(), Number: i + 1))
        select new CurlExample(FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(file)} {part.Number}"), part.Text);

    /// <summary>The URL, with only the address changed.</summary>
    public Uri UrlAt(Uri address) => new(Arguments(address).Single(w => w.StartsWith("http", StringComparison.Ordinal)));

    /// <summary>curl's arguments, with only the address changed.</summary>
    public IEnumerable<string> Arguments(Uri address) =>
        SplitArguments().Skip(1).Select(w => w.Replace(Documented, address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

    public void Deserialize(IXunitSerializationInfo info)
    {
        Name = info.GetValue<string>(nameof(Name));
        Line = info.GetValue<string>(nameof(Line));
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Name), Name);
        info.AddValue(nameof(Line), Line);
    }

    public override string ToString() => Name;

    private string? After(string option)
    {
        List<string> arguments = SplitArguments();
        int at = arguments.IndexOf(option);
        return at < 0 ? null : arguments[at + 1];
    }

    /// <summary>Splits the command like a shell: double quotes group, a backslash continues a line.</summary>
    private List<string> SplitArguments()
    {
        var arguments = new List<string>();
        var argument = new StringBuilder();
        bool quoted = false;
        foreach (char c in Line.Replace("\\\n", " ", StringComparison.Ordinal) + " ")
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c != ' ' || quoted)
            {
                argument.Append(c);
            }
            else if (argument.Length > 0)
            {
                arguments.Add(argument.ToString());
                argument.Clear();
            }
        }

        return arguments;
    }
}
