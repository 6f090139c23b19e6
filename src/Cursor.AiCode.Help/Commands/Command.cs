using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Help.Commands;

/// <summary>A cmdlet, as its metadata describes it.</summary>
/// <param name="Verb">The verb of its name.</param>
/// <param name="Noun">The noun of its name.</param>
/// <param name="HelpUri">The address of its online help; empty if there is none.</param>
/// <param name="OutputTypes">The full names of the types that it writes.</param>
/// <param name="Sets">The names of its parameter sets, the default one first.</param>
/// <param name="Parameters">Its parameters, except the common ones, in the order of their declaration.</param>
internal sealed record Command(
    string Verb,
    string Noun,
    string HelpUri,
    IReadOnlyList<string> OutputTypes,
    IReadOnlyList<string> Sets,
    IReadOnlyList<CommandParameter> Parameters)
{
    /// <summary>The name of the cmdlet.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>Returns the parameters of a set in the order in which PowerShell displays them: by position, then required, then others.</summary>
    public IEnumerable<(CommandParameter Parameter, ParameterUse Use)> ParametersOf(string set) =>
        from parameter in Parameters
        let use = parameter.UseIn(set)
        where use is not null
        orderby use.Position ?? int.MaxValue, use.IsRequired descending
        select (parameter, use);
}
