using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Completion;

/// <summary>The users whose records this session has seen, for the completion of -User.</summary>
internal static class SeenUsers
{
    // More than a prompt can offer; a company of any size would else stay in memory whole.
    private const int Most = 5_000;
    private static readonly ConcurrentDictionary<string, bool> Emails = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, in order.</summary>
    public static IEnumerable<string> All => Emails.Keys.OrderBy(static email => email, StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes a user.</summary>
    public static void Add(string email)
    {
        if (Emails.Count < Most)
        {
            _ = Emails.TryAdd(email, true);
        }
    }
}
