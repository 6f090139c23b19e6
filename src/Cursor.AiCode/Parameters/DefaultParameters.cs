using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>Finds out which parameters <c>$PSDefaultParameterValues</c> sets.</summary>
internal static class DefaultParameters
{
    private const string Variable = "PSDefaultParameterValues";

    /// <summary>Whether <c>$PSDefaultParameterValues</c> has a value for a parameter of any command.</summary>
    public static bool Contains(PSCmdlet cmdlet, string parameter)
    {
        object? value = cmdlet.SessionState.PSVariable.GetValue(Variable);
        return PSValue.Unwrap(value) is IDictionary defaults &&
            defaults.Keys.OfType<string>().Any(key => key.TrimEnd().EndsWith(":" + parameter, StringComparison.OrdinalIgnoreCase));
    }
}
