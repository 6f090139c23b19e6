using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>
/// Groups the e-mail addresses (in any case) and IDs of records by person. Those that a record contains together belong to
/// one person. Repeats the pass over the records until nothing changes.
/// </summary>
internal sealed class NaivePeople
{
    private readonly Dictionary<string, HashSet<string>> _names = [];

    public NaivePeople(IEnumerable<(string? Email, string? Id)> users)
    {
        string[][] all = users.Distinct().Select(static user => Names(user.Email, user.Id).ToArray()).ToArray();
        bool isChanged = true;
        while (isChanged)
        {
            isChanged = false;
            foreach (string[] names in all)
            {
                var known = names.SelectMany(name => _names.GetValueOrDefault(name) ?? []).Concat(names).ToHashSet();
                foreach (string name in names.Where(name => _names.GetValueOrDefault(name)?.Count != known.Count))
                {
                    _names[name] = known;
                    isChanged = true;
                }
            }
        }
    }

    /// <summary>The first e-mail address of a person, or the first ID.</summary>
    public string? Find(string? email, string? id) =>
        Names(email, id).SelectMany(name => _names[name]).OrderByDescending(IsEmail).ThenBy(static name => name, StringComparer.Ordinal).FirstOrDefault()?[1..];

    /// <summary>The team of the first e-mail address that has one, or of the first ID.</summary>
    public string? FindTeam(string? email, string? id, AiCodeTeams teams) =>
        Names(email, id).SelectMany(name => _names[name]).OrderByDescending(IsEmail).ThenBy(static name => name, StringComparer.Ordinal)
            .Select(name => IsEmail(name) ? teams.Find(name[1..], null) : teams.Find(null, name[1..]))
            .FirstOrDefault(static team => team is not null);

    private static IEnumerable<string> Names(string? email, string? id)
    {
        if (email is not null)
        {
            yield return "@" + email.ToLowerInvariant();
        }

        if (id is not null)
        {
            yield return "#" + id;
        }
    }

    private static bool IsEmail(string name) => name[0] == '@';
}
