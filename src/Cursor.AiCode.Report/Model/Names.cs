using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Cursor.AiCode.Report.Model;

/// <summary>
/// Returns the names that a report shows. Names come from other people: characters that can't be written, or that would
/// change the appearance of the text around them, are replaced. In an anonymous report, users get pseudonyms, also where
/// their names are part of another name, such as a repository.
/// </summary>
internal sealed class Names
{
    private const int MinNameLength = 3;

    // Of a repository, where a name of two letters is that of its owner rather than a word.
    private const int MinOwnerLength = 2;

    // The longest name is one of this many words, such as jean-claude.van.damme.
    private const int MaxWords = 5;

    private static readonly Regex Identifier = new(@"[^\s/\\:<>""'()]+@[^\s/\\:<>""'()]+|\buser_\w+", RegexOptions.CultureInvariant);
    private static readonly Regex Word = new(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, string> _pseudonyms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fullNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _nameParts = new(StringComparer.OrdinalIgnoreCase);

    private Names(bool isAnonymous) => IsAnonymous = isAnonymous;

    /// <summary>Whether users get pseudonyms.</summary>
    public bool IsAnonymous { get; }

    /// <summary>Names as they are.</summary>
    public static Names Create() => new(isAnonymous: false);

    /// <summary>Pseudonyms for users, numbered in the order in which they are given.</summary>
    /// <param name="users">The e-mail addresses and the IDs of the users.</param>
    public static Names CreateAnonymous(IEnumerable<(string? Email, string? Id)> users)
    {
        var names = new Names(isAnonymous: true);
        foreach ((string? email, string? id) in users)
        {
            names.Add(email, id);
        }

        return names;
    }

    /// <summary>The name of a user.</summary>
    public string User(string? email, string? id)
    {
        string? key = email ?? id;
        return key is null ? "Unknown" : !IsAnonymous ? Clean(key) : _pseudonyms[Key(key)];
    }

    /// <summary>The name of a repository.</summary>
    public string Repository(string? name) => Text(name, "Unknown", _nameParts);

    /// <summary>A name given by people who don't appear in it, such as a team, a title or a file.</summary>
    public string Other(string? name, string missing) => Text(name, missing, null);

    /// <summary>Returns a text without characters that can't be shown, or that change the order of others.</summary>
    public static string Clean(string text)
    {
        StringBuilder? cleaned = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                _ = cleaned?.Append(text, i, 2);
                i++;
            }
            else if (IsHarmful(text[i]))
            {
                cleaned ??= new StringBuilder(text, 0, i, text.Length);
                _ = cleaned.Append('\uFFFD');
            }
            else
            {
                _ = cleaned?.Append(text[i]);
            }
        }

        return cleaned?.ToString() ?? text;
    }

    // Control characters, halves of emoji, directional formatting, and code points that aren't characters.
    private static bool IsHarmful(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C' or '\uFEFF' or
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF';

    private static string Key(string user) => user.ToLowerInvariant();

    private void Add(string? email, string? id)
    {
        if ((email ?? id) is not { } key || _pseudonyms.ContainsKey(Key(key)))
        {
            return;
        }

        string pseudonym = "User " + (_pseudonyms.Count + 1).ToString(CultureInfo.InvariantCulture);
        _pseudonyms.Add(Key(key), pseudonym);
        foreach (string name in new[] { email?.Split('@')[0], id?.Split('@')[0] }.OfType<string>())
        {
            string[] words = Words(name);
            string joined = string.Concat(words);
            if (joined.Length >= MinOwnerLength)
            {
                _nameParts[joined] = pseudonym;
            }

            if (joined.Length >= MinNameLength)
            {
                _fullNames[joined] = pseudonym;
            }

            foreach (string word in words.Where(static word => word.Length >= MinNameLength && !word.All(char.IsDigit) && word != "user"))
            {
                AddIfNew(_nameParts, word, pseudonym);
            }
        }
    }

    private static void AddIfNew(Dictionary<string, string> names, string name, string pseudonym)
    {
        if (!names.TryGetValue(name, out _))
        {
            names.Add(name, pseudonym);
        }
    }

    private string Text(string? name, string missing, Dictionary<string, string>? parts)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return missing;
        }

        string clean = Clean(name!);
        return IsAnonymous ? Anonymize(clean, parts ?? _fullNames) : clean;
    }

    private string Anonymize(string text, Dictionary<string, string> names)
    {
        // An address or an ID can belong to a user who isn't in the report.
        text = Identifier.Replace(text, match => _pseudonyms.TryGetValue(Key(match.Value), out string? known) ? known : "User");
        Match[] words = Word.Matches(text).Cast<Match>().ToArray();
        var result = new StringBuilder();
        int end = 0;
        for (int i = 0; i < words.Length; i++)
        {
            // The longest name that begins at this word.
            for (int count = Math.Min(MaxWords, words.Length - i); count > 0; count--)
            {
                string joined = string.Concat(words.Skip(i).Take(count).Select(static word => word.Value));
                if (names.TryGetValue(joined, out string? pseudonym))
                {
                    _ = result.Append(text, end, words[i].Index - end).Append(pseudonym);
                    end = words[i + count - 1].Index + words[i + count - 1].Length;
                    i += count - 1;
                    break;
                }
            }
        }

        return result.Append(text, end, text.Length - end).ToString();
    }

    private static string[] Words(string name) => Word.Matches(name).Cast<Match>().Select(static match => match.Value).ToArray();
}
