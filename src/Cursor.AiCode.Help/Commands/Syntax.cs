using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Help.Commands;

/// <summary>Formats the syntax of cmdlets like Get-Command -Syntax.</summary>
internal static class Syntax
{
    /// <summary>Returns the syntax of a parameter set.</summary>
    public static string Line(Command command, string set) => string.Join(
        ' ',
        command.ParametersOf(set).Select(item => Item(item.Parameter, item.Use)).Prepend(command.Name).Append("[<CommonParameters>]"));

    private static string Item(CommandParameter parameter, ParameterUse use)
    {
        string name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string item = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return use.IsRequired ? item : $"[{item}]";
    }
}
