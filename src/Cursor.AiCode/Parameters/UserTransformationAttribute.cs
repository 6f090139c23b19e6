using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Converts users, and objects that have a user, to text. PowerShell applies it before it binds by property name, so that
/// one class decides which property of a row is the user.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a blank line or row from the pipeline is skipped. It becomes an empty array.</summary>
    public bool SkipBlank { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PSValue.Unwrap(inputData);
        try
        {
            return value switch
            {
                // An empty array isn't a blank line: it must not become "all users".
                IList { Count: 0 } => new[] { "" },
                IList users => users.Cast<object?>().Select(static user => Text(user)).ToArray(),

                // PowerShell wraps what comes from the pipeline.
                _ when SkipBlank && inputData is PSObject && string.IsNullOrWhiteSpace(Text(inputData)) => Array.Empty<string>(),
                _ => Text(inputData),
            };
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static string? Text(object? user) => PSValue.Unwrap(user) switch
    {
        null => null,
        string text => text,
        ValueType number => Convert.ToString(number, CultureInfo.InvariantCulture),
        _ => UserRow.Read(PSObject.AsPSObject(user)) ?? "",
    };
}
