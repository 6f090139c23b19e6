using System;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>Validates users: e-mail addresses, encoded IDs and numbers.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateUserAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string text = (element is PSObject wrapped ? wrapped.BaseObject : element)?.ToString()?.Trim() ?? "";
        int at = text.IndexOf('@');
        bool email = at > 0 && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
        bool id = text.StartsWith("user_", StringComparison.Ordinal) && text.Length > "user_".Length;
        bool number = text.Length > 0 && text.All(static c => c is >= '0' and <= '9');
        if (!email && !id && !number)
        {
            throw new ValidationMetadataException(
                $"'{text}' isn't a valid user. Valid values: an e-mail address (ann@company.com), an encoded id (user_3k9x8q...), or a number (42).");
        }
    }
}
