using System;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>Validates users: e-mail addresses, encoded IDs and numbers.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateUserAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string text = PSValue.Unwrap(element)?.ToString()?.Trim() ?? "";
        if (!UserText.IsUser(text))
        {
            throw new ValidationMetadataException($"'{DisplayText.Clean(text)}' isn't a valid user. Valid values: {UserText.Forms}.");
        }
    }
}
