using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>Completes the names of cultures, by the start of the name or any part of the description. The current one comes first.</summary>
public sealed class CultureCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        return CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => culture.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || culture.EnglishName.IndexOf(typed, StringComparison.OrdinalIgnoreCase) >= 0)
            .OrderBy(static culture => culture.Name != CultureInfo.CurrentCulture.Name)
            .ThenBy(culture => !culture.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .ThenBy(static culture => culture.Name, StringComparer.Ordinal)
            .Select(static culture => CompletionText.Result(culture.Name, culture.EnglishName));
    }
}
