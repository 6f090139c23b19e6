using System;

namespace Cursor.AiCode.Help;

/// <summary>A help page that is not as it must be. Its text is in the form in which compilers tell errors.</summary>
internal sealed class HelpException : Exception
{
    /// <summary>Creates the error of a place; <paramref name="line"/> counts from 1.</summary>
    public HelpException(string path, int line, string message)
        : base($"{path}({line}): error HELP: {message}")
    {
    }
}
