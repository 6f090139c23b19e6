using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Completion;

/// <summary>The users whose records this session has seen, for the completion of -User.</summary>
internal static class UserCompletionCache
{
    // More than a prompt can offer; a company of any size would else stay in memory whole.
    private const int Most = 5_000;
    private static readonly ConcurrentDictionary<string, string?> Ids = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, by their addresses, in order.</summary>
    public static IEnumerable<(string Email, string? Id)> All =>
        Ids.OrderBy(static user => user.Key, StringComparer.OrdinalIgnoreCase).Select(static user => (user.Key, user.Value));

    /// <summary>Notes a user.</summary>
    public static void Add(string email, string? id)
    {
        if (Ids.Count < Most)
        {
            _ = Ids.TryAdd(email, id);
        }
    }
}
