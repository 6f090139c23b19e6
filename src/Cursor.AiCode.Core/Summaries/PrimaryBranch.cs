using System;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// Finds out whether a commit is on the primary branch of its repository. If the record doesn't say so, it is by the names
/// that Cursor's dashboard takes.
/// </summary>
internal static class PrimaryBranch
{
    /// <summary>Whether the branch is primary.</summary>
    public static bool IsPrimary(bool? isPrimaryBranch, string? branch) =>
        isPrimaryBranch ?? branch is "main" or "master" or "production" or "prod";

    /// <summary>Whether the branch, whose name is UTF-8, is primary.</summary>
    public static bool IsPrimary(bool? isPrimaryBranch, ReadOnlySpan<byte> branch) =>
        isPrimaryBranch ?? (branch.SequenceEqual("main"u8) || branch.SequenceEqual("master"u8) || branch.SequenceEqual("production"u8) || branch.SequenceEqual("prod"u8));
}
