using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Completion;

/// <summary>The users whose records this session has received, for the completion of -User.</summary>
internal static class UserCompletionCache
{
    // More than completion can usefully offer. It limits the memory for large companies.
    private const int MaxUsers = 5_000;
    private static readonly ConcurrentDictionary<string, string?> Ids = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All users, sorted by e-mail address.</summary>
    public static IEnumerable<(string Email, string? Id)> All =>
        Ids.OrderBy(static user => user.Key, StringComparer.OrdinalIgnoreCase).Select(static user => (user.Key, user.Value));

    /// <summary>Adds a user, unless a menu can't show the address safely.</summary>
    public static void Add(string email, string? id)
    {
        if (Ids.Count < MaxUsers && DisplayText.IsSafe(email))
        {
            _ = Ids.TryAdd(email, id);
        }
    }
}
