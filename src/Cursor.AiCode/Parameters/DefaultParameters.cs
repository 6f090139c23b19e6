using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>Distinguishes the parameters of a call from those that <c>$PSDefaultParameterValues</c> sets.</summary>
internal static class DefaultParameters
{
    private const string Variable = "PSDefaultParameterValues";

    /// <summary>Whether the call specifies a parameter, and <c>$PSDefaultParameterValues</c> has no value for it.</summary>
    public static bool IsSpecified(PSCmdlet cmdlet, string parameter) =>
        cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter) && !Contains(cmdlet, parameter);

    // For any command.
    private static bool Contains(PSCmdlet cmdlet, string parameter)
    {
        object? value = cmdlet.SessionState.PSVariable.GetValue(Variable);
        return PSValue.Unwrap(value) is IDictionary defaults &&
            defaults.Keys.OfType<string>().Any(key => key.TrimEnd().EndsWith(":" + parameter, StringComparison.OrdinalIgnoreCase));
    }
}
