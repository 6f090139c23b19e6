using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// Numbers the distinct users of records: by their e-mail address in any case, or else by their ID. What it returns for a
/// user doesn't depend on the order of the records.
/// </summary>
internal sealed class UserTable
{
    /// <summary>The number of a user who isn't known.</summary>
    public const int None = 0;

    private readonly TextTable _texts;
    private readonly List<User> _users = [new User("", null, null)];
    private readonly Dictionary<string, int> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);

    // The users of e-mail addresses and IDs, by the number of their text; 0 if it wasn't looked up yet.
    private int[] _usersOfTexts = new int[256];

    /// <summary>Creates a table of users whose e-mail addresses and IDs are numbered by <paramref name="texts"/>.</summary>
    public UserTable(TextTable texts) => _texts = texts;

    /// <summary>Returns the number of a user.</summary>
    /// <param name="email">The number of the e-mail address.</param>
    /// <param name="id">The number of the ID.</param>
    public int Add(int email, int id)
    {
        int key = email != TextTable.None ? email : id;
        if (key == TextTable.None)
        {
            return None;
        }

        if (key >= _usersOfTexts.Length)
        {
            Array.Resize(ref _usersOfTexts, Math.Max(_texts.Count, _usersOfTexts.Length * 2));
        }

        ref int number = ref _usersOfTexts[key];
        if (number == None)
        {
            number = email != TextTable.None ? AddEmail(_texts[email]!) : AddId(_texts[id]!);
        }

        User user = _users[number];
        if (id != user.LastId)
        {
            user.LastId = id;
            user.Id = Min(user.Id, _texts[id]);
        }

        return number;
    }

    /// <summary>Returns the text that identifies a user: the e-mail address in lowercase, or the ID.</summary>
    public string GetKey(int number) => _users[number].Key;

    /// <summary>Returns the e-mail address of a user; null if it isn't known. Of several spellings, the first in ordinal order.</summary>
    public string? GetEmail(int number) => _users[number].Email;

    /// <summary>Returns the ID of a user; null if it isn't known. Of several IDs, the first in ordinal order.</summary>
    public string? GetId(int number) => _users[number].Id;

    private int AddEmail(string email)
    {
        if (_byEmail.TryGetValue(email, out int number))
        {
            _users[number].Email = Min(_users[number].Email, email);
            return number;
        }

        _byEmail.Add(email, _users.Count);
        return Add(new User(email.ToLowerInvariant(), email, null));
    }

    private int AddId(string id)
    {
        if (_byId.TryGetValue(id, out int number))
        {
            return number;
        }

        _byId.Add(id, _users.Count);
        return Add(new User(id, null, id));
    }

    private int Add(User user)
    {
        _users.Add(user);
        return _users.Count - 1;
    }

    private static string? Min(string? left, string? right) =>
        left is null || (right is not null && string.CompareOrdinal(right, left) < 0) ? right : left;

    private sealed class User(string key, string? email, string? id)
    {
        public string Key { get; } = key;

        public string? Email { get; set; } = email;

        public string? Id { get; set; } = id;

        /// <summary>The number of the ID that was seen last.</summary>
        public int LastId { get; set; }
    }
}
