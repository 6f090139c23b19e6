using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Cursor.AiCode.Completion;

/// <summary>Commits that this session has received, for the completion of -CommitHash and -Branch.</summary>
internal static class CommitCompletionCache
{
    // The newest commits come first. More than these aren't useful, and a million commits must not be kept.
    private const int MaxCommits = 200;
    private static readonly ConcurrentDictionary<(string Hash, string? Branch), (AiCommit Commit, int Number)> Commits = new();
    private static int _count;

    /// <summary>The commits, each once for each of its branches, the newest first. Commits of the same time are in the order in which they were received.</summary>
    public static IReadOnlyList<AiCommit> All => Commits.Values
        .OrderByDescending(static item => item.Commit.CreatedAt)
        .ThenBy(static item => item.Number)
        .Select(static item => item.Commit)
        .ToArray();

    /// <summary>Adds a commit.</summary>
    public static void Add(AiCommit commit)
    {
        // The dictionary's own count takes all of its locks.
        if (_count < MaxCommits && Commits.TryAdd((commit.CommitHash, commit.BranchName), (commit, _count)))
        {
            _ = Interlocked.Increment(ref _count);
        }
    }
}
