using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>Values that PowerShell may have wrapped.</summary>
internal static class PSValue
{
    /// <summary>Returns the value in a <see cref="PSObject"/>, and any other value itself.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
