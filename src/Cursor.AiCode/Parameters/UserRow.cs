using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Reads the user of an object: a row of a roster, a record, or an account from a directory. An e-mail address takes
/// precedence over an ID, because the IDs of other systems look like those of the API.
/// </summary>
internal static class UserRow
{
    /// <summary>The properties that can contain a user, for error messages.</summary>
    public const string Properties =
        "UserEmail, Email, EmailAddress, Mail, UserPrincipalName, PrimarySmtpAddress, user_email, User, UserId or user_id";

    private const string User = "User";
    private static readonly string[] EmailProperties =
        ["UserEmail", "Email", "EmailAddress", "Mail", "UserPrincipalName", "PrimarySmtpAddress", "user_email"];

    private static readonly string[] IdProperties = ["UserId", "user_id"];

    /// <summary>The names of the properties that can contain a user.</summary>
    public static IReadOnlyList<string> PropertyNames { get; } = [.. EmailProperties, User, .. IdProperties];

    /// <summary>Returns the user of <paramref name="row"/>; null if the properties that can contain it are blank.</summary>
    /// <exception cref="FormatException">
    /// The object has none of the properties, or they contradict each other. The message never contains a value.
    /// </exception>
    public static string? Read(PSObject row)
    {
        List<(string Name, string Text)> emails = Values(row, EmailProperties, out bool hasEmail);
        List<(string Name, string Text)> ids = Values(row, IdProperties, out bool hasId);
        List<(string Name, string Text)> users = Values(row, [User], out bool hasUser);
        if (!hasEmail && !hasId && !hasUser)
        {
            throw new FormatException($"The object of type {row.BaseObject.GetType().Name} has no property that contains a user: {Properties}.");
        }

        foreach ((string name, string text) in emails)
        {
            if (!UserText.IsEmail(text))
            {
                throw new FormatException($"The value of {name} isn't an e-mail address.");
            }
        }

        emails.AddRange(users.Where(static user => UserText.IsEmail(user.Text)));
        ids.InsertRange(0, users.Where(static user => !UserText.IsEmail(user.Text)));
        if (emails.Count > 0)
        {
            return Single(emails);
        }

        // A number beside an empty e-mail address is probably the ID of another system.
        if (hasEmail && ids.Any(static id => UserText.IsNumber(id.Text)))
        {
            throw new FormatException($"The e-mail address is blank, and the number in {ids[0].Name} can be the ID of another system. To query by number, use -User.");
        }

        return ids.Count > 0 ? Single(ids) : null;
    }

    private static string Single(List<(string Name, string Text)> found)
    {
        (string name, string text) = found[0];
        (string other, _) = found.Find(value => !string.Equals(value.Text, text, StringComparison.OrdinalIgnoreCase));
        return other is null
            ? text
            : throw new FormatException($"{name} and {other} contain different users. Select one of them, such as: Select-Object @{{ n = 'User'; e = '{name}' }}");
    }

    private static List<(string Name, string Text)> Values(PSObject row, string[] names, out bool any)
    {
        var values = new List<(string Name, string Text)>();
        any = false;
        foreach (string name in names)
        {
            if (row.Properties[name] is { } property)
            {
                any = true;
                values.AddRange(Texts(property.Value).Where(static text => text.Length > 0).Select(text => (name, text)));
            }
        }

        return values;
    }

    /// <summary>Returns the values of a property as texts. Directories also have properties with several values.</summary>
    public static IEnumerable<string> Texts(object? value) => PSValue.Unwrap(value) switch
    {
        null => [],
        string text => [text.Trim()],
        IEnumerable several => several.Cast<object?>().SelectMany(Texts),
        var other => [Convert.ToString(other, CultureInfo.InvariantCulture)?.Trim() ?? ""],
    };
}
