using System;
using System.Collections.Generic;

namespace Cursor.AiCode;

/// <summary>The teams of users. E-mail addresses are equal in any case, encoded IDs are not.</summary>
public sealed class AiCodeTeams
{
    private readonly Dictionary<string, string> _teamsByEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _teamsById = new(StringComparer.Ordinal);

    /// <summary>Adds a user to a team. The same team again has no effect.</summary>
    /// <param name="user">The e-mail address or the encoded ID of the user.</param>
    /// <param name="team">The name of the team.</param>
    /// <returns>The other team of the user, which is not replaced; null if the user was added.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public string? Add(string user, string team)
    {
        if (user is null)
        {
            throw new ArgumentNullException(nameof(user));
        }

        if (team is null)
        {
            throw new ArgumentNullException(nameof(team));
        }

        Dictionary<string, string> teams = user.IndexOf('@') >= 0 ? _teamsByEmail : _teamsById;
        if (teams.TryGetValue(user, out string? known))
        {
            return string.Equals(known, team, StringComparison.Ordinal) ? null : known;
        }

        teams.Add(user, team);
        return null;
    }

    /// <summary>Returns the team of a user, by the e-mail address or else by the ID; null if the user has none.</summary>
    /// <param name="email">The e-mail address; null if it isn't known.</param>
    /// <param name="id">The encoded ID; null if it isn't known.</param>
    public string? Find(string? email, string? id) =>
        email is not null && _teamsByEmail.TryGetValue(email, out string? team) ? team
        : id is not null && _teamsById.TryGetValue(id, out team) ? team
        : null;
}
