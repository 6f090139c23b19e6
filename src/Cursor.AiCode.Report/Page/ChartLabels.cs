using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Cursor.AiCode.Report.Page;

/// <summary>Shortens names for the charts. The tables have the complete names.</summary>
internal static class ChartLabels
{
    // In the width of a Latin letter.
    private const int MaxWidth = 20;
    private const string Ellipsis = "\u2026";

    /// <summary>Returns the labels of names: without the owner or the domain that all of them share, and not too long.</summary>
    public static IReadOnlyList<string> Create(IReadOnlyList<string> names)
    {
        string owner = Shared(names, static name => name.Substring(0, name.LastIndexOf('/') + 1));
        string domain = Shared(names, static name => name.IndexOf('@') > 0 ? name.Substring(name.IndexOf('@')) : "");
        return names.Select(name => Cut(Without(name, owner, domain))).ToArray();
    }

    /// <summary>Returns a name without its middle if it's too long: both ends of a name tell it from others.</summary>
    public static string Cut(string name)
    {
        var characters = new List<string>();
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext())
        {
            characters.Add(elements.GetTextElement());
        }

        if (characters.Sum(Width) <= MaxWidth)
        {
            return name;
        }

        var start = new StringBuilder();
        var end = new List<string>();
        double left = MaxWidth - 1;
        for (int i = 0; ; i++)
        {
            string next = i % 2 == 0 ? characters[i / 2] : characters[characters.Count - 1 - (i / 2)];
            left -= Width(next);
            if (left < 0)
            {
                end.Reverse();
                return start + Ellipsis + string.Concat(end);
            }

            if (i % 2 == 0)
            {
                _ = start.Append(next);
            }
            else
            {
                end.Add(next);
            }
        }
    }

    // Names without such a part, such as Unknown, don't matter.
    private static string Shared(IReadOnlyList<string> names, Func<string, string> part)
    {
        string[] parts = names.Where(name => part(name).Length is > 0 and var length && length < name.Length).Select(part).ToArray();
        return parts.Length > 1 && parts.Distinct(StringComparer.Ordinal).Count() == 1 ? parts[0] : "";
    }

    private static string Without(string name, string owner, string domain)
    {
        string rest = owner.Length > 0 && name.StartsWith(owner, StringComparison.Ordinal) ? name.Substring(owner.Length) : name;
        rest = domain.Length > 0 && rest.EndsWith(domain, StringComparison.Ordinal) ? rest.Substring(0, rest.Length - domain.Length) : rest;
        return rest.Length > 0 ? rest : name;
    }

    // CJK and emoji are twice as wide as Latin letters, capitals a third wider.
    private static double Width(string character) => character[0] >= '\u1100' ? 2 : char.IsUpper(character[0]) || character[0] is 'm' or 'w' ? 1.35 : 1;
}
