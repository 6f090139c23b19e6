using System;

namespace Cursor.AiCode.Help;

/// <summary>The exception for an invalid help page. Its message has the format of compiler errors.</summary>
internal sealed class HelpException : Exception
{
    /// <summary>Initializes the exception. <paramref name="line"/> counts from 1.</summary>
    public HelpException(string path, int line, string message)
        : base($"{path}({line}): error HELP: {message}")
    {
    }
}
