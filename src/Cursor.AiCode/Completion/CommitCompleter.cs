using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>Completes the hashes and branches of commits that this session has received. It sends no requests.</summary>
public sealed class CommitCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        return parameterName.Equals("Branch", StringComparison.OrdinalIgnoreCase)
            ? CommitCompletionCache.All
                .Select(static commit => commit.BranchName)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Where(branch => branch.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(static branch => CompletionText.Result(branch, branch))
            : CommitCompletionCache.All
                .GroupBy(static commit => commit.CommitHash, StringComparer.Ordinal)
                .Select(static branches => branches.First())
                .Where(commit => commit.CommitHash.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(static commit => CompletionText.Result(commit.CommitHash, Describe(commit)));
    }

    // A tooltip must not be empty.
    private static string Describe(AiCommit commit)
    {
        string firstLine = (commit.Message ?? "").Trim().Split('\r', '\n')[0];
        return firstLine.Length > 0 ? DisplayText.Clean(firstLine) : commit.CommitHash;
    }
}
