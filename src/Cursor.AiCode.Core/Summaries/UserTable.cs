using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// Numbers the users of records. E-mail addresses, in any case, and IDs that a record contains together belong to the same
/// user. This can show only in a later record, so a user can have several numbers until all records are read. What it
/// returns for a user then doesn't depend on the order of the records.
/// </summary>
internal sealed class UserTable
{
    /// <summary>The number of a user who isn't known.</summary>
    public const int None = 0;

    private readonly TextTable _texts;
    private readonly List<User> _users = [new User(None, "", null)];
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
        if (id != user.LastId && id != TextTable.None)
        {
            user.LastId = id;
            AddId(user, _texts[id]!);
        }

        return number;
    }

    /// <summary>Returns the number that all numbers of a user lead to. Call it after the last record.</summary>
    public int Find(int number) => Resolve(_users[number]).Number;

    /// <summary>Whether a user has several numbers.</summary>
    public bool HasSeveralNumbers(int number) => Resolve(_users[number]).Others is not null;

    /// <summary>Returns the text that identifies a number: an e-mail address in lowercase, or an ID.</summary>
    public string GetKey(int number) => _users[number].Key;

    /// <summary>Returns the e-mail address of a user; null if it isn't known. Of several, the first in ordinal order.</summary>
    public string? GetEmail(int number) => GetAddresses(number).FirstOrDefault();

    /// <summary>Returns the ID of a user; null if it isn't known. Of several, the first in ordinal order.</summary>
    public string? GetId(int number) => GetIds(number).FirstOrDefault();

    /// <summary>
    /// Returns the team of a user, by the e-mail address or else by the ID; null without one. Of several, the first in
    /// ordinal order that has a team counts.
    /// </summary>
    public string? GetTeam(int number, AiCodeTeams teams) => GetAddresses(number)
        .Select(email => teams.Find(email, null))
        .Concat(GetIds(number).Select(id => teams.Find(null, id)))
        .FirstOrDefault(static team => team is not null);

    private IEnumerable<string> GetAddresses(int number) => Resolve(_users[number]).All
        .Where(static user => user.Email is not null)
        .OrderBy(static user => user.Key, StringComparer.Ordinal)
        .Select(static user => user.Email!);

    private IEnumerable<string> GetIds(int number) => Resolve(_users[number]).All
        .SelectMany(static user => user.Ids)
        .OrderBy(static id => id, StringComparer.Ordinal);

    private int AddEmail(string email)
    {
        if (_byEmail.TryGetValue(email, out int number))
        {
            _users[number].Email = Min(_users[number].Email, email);
            return number;
        }

        _byEmail.Add(email, _users.Count);
        return Add(email.ToLowerInvariant(), email);
    }

    private int AddId(string id)
    {
        if (!_byId.TryGetValue(id, out int number))
        {
            number = Add(id, null);
            _byId.Add(id, number);
        }

        return number;
    }

    private void AddId(User user, string id)
    {
        _ = user.Ids.Add(id);
        if (_byId.TryGetValue(id, out int number))
        {
            Merge(Resolve(user), Resolve(_users[number]));
        }
        else
        {
            _byId.Add(id, user.Number);
        }
    }

    private int Add(string key, string? email)
    {
        _users.Add(new User(_users.Count, key, email));
        return _users.Count - 1;
    }

    private static void Merge(User left, User right)
    {
        if (left == right)
        {
            return;
        }

        (User main, User other) = left.Number < right.Number ? (left, right) : (right, left);
        main.Others ??= [];
        main.Others.AddRange(other.All);
        other.Others = null;
        other.Main = main;
    }

    private static User Resolve(User user)
    {
        while (user.Main is not null)
        {
            user = user.Main;
        }

        return user;
    }

    private static string? Min(string? left, string? right) =>
        left is null || (right is not null && string.CompareOrdinal(right, left) < 0) ? right : left;

    /// <summary>What a number stands for.</summary>
    private sealed class User(int number, string key, string? email)
    {
        public int Number { get; } = number;

        public string Key { get; } = key;

        public string? Email { get; set; } = email;

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        /// <summary>The number of the ID that was seen last.</summary>
        public int LastId { get; set; }

        /// <summary>An earlier number of the same user.</summary>
        public User? Main { get; set; }

        /// <summary>The later numbers of the same user; null if there are none, or if this isn't the first one.</summary>
        public List<User>? Others { get; set; }

        /// <summary>This number and the later ones.</summary>
        public IEnumerable<User> All => Others is null ? [this] : Others.Prepend(this);
    }
}
