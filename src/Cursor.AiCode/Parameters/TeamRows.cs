using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using Cursor.AiCode.Errors;

namespace Cursor.AiCode.Parameters;

/// <summary>Reads the teams of users from objects, such as the rows of a CSV file or accounts of a directory.</summary>
internal static class TeamRows
{
    private const string TeamProperty = "Team";

    /// <summary>Returns the teams. Rows without a user and a team are skipped, and those without a team only.</summary>
    /// <exception cref="ErrorRecordException">A row has no user or no team, or a user has two teams.</exception>
    public static AiCodeTeams Read(IEnumerable<object?> rows)
    {
        var teams = new AiCodeTeams();
        int number = 0;
        foreach (object? item in rows)
        {
            number++;
            PSObject row = ToRow(item);
            string[] present = UserRow.PropertyNames.Where(name => row.Properties[name] is not null).ToArray();
            if (item is not null && (present.Length == 0 || row.Properties[TeamProperty] is null))
            {
                throw new ErrorRecordException(ErrorRecords.InvalidTeam($"Item {number} doesn't have the properties of a user and a team.", item));
            }

            string team = Text(row.Properties[TeamProperty]?.Value);
            string[] users = present.SelectMany(name => UserRow.Texts(row.Properties[name]!.Value)).Where(static user => user.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            if (team.Length == 0)
            {
                continue;
            }

            if (users.Length == 0)
            {
                throw new ErrorRecordException(ErrorRecords.InvalidTeam($"Item {number} has the team '{team}' but no user.", item));
            }

            foreach (string user in users)
            {
                if (teams.Add(user, team) is { } other)
                {
                    throw new ErrorRecordException(ErrorRecords.UserInTwoTeams(user, other, team));
                }
            }
        }

        return teams;
    }

    private static PSObject ToRow(object? item)
    {
        object? value = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
        if (value is not IDictionary dictionary)
        {
            return PSObject.AsPSObject(item ?? new PSObject());
        }

        var row = new PSObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            row.Properties.Add(new PSNoteProperty(Text(entry.Key), entry.Value));
        }

        return row;
    }

    private static string Text(object? value) =>
        Convert.ToString(PSValue.Unwrap(value), CultureInfo.InvariantCulture)?.Trim() ?? "";
}
