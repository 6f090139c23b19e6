using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>
/// Completes users whose records this session has received, by the start or any part of an e-mail address. It sends no
/// requests.
/// </summary>
public sealed class UserCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        return UserCompletionCache.All
            .Select(user => (user.Email, user.Id, At: user.Email.IndexOf(typed, StringComparison.OrdinalIgnoreCase)))
            .Where(static user => user.At >= 0)
            .OrderBy(static user => user.At > 0)
            .Select(static user => CompletionText.Result(user.Email, user.Id is null ? user.Email : $"{user.Email}, {user.Id}"));
    }
}
