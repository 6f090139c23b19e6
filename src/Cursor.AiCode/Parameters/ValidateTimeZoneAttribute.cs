using System;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>Validates the ID of a time zone.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateTimeZoneAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        string id = PSValue.Unwrap(arguments)?.ToString() ?? "";
        if (id.Trim().Length == 0 || TimeZones.Find(id) is null)
        {
            throw new ValidationMetadataException(
                $"This computer has no time zone '{DisplayText.Clean(id)}'. Valid values: the IDs that Get-TimeZone -ListAvailable shows, such as '{TimeZoneInfo.Local.Id}' or 'UTC'.");
        }
    }
}
