using System;
using System.Globalization;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Converts a date or a text, which is parsed independently of the culture, to an <see cref="AiCodeDate"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AiCodeDateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PSValue.Unwrap(inputData);
        return value switch
        {
            AiCodeDate date => date,
            DateTime time => new AiCodeDate(time),
            DateTimeOffset instant => new AiCodeDate(instant),
            string text when AiCodeDate.TryParse(text, out AiCodeDate? date) => date,

            // PowerShell parses an unquoted 7d as the decimal number 7.
            decimal days when AiCodeDate.TryParse(days.ToString(CultureInfo.InvariantCulture) + "d", out AiCodeDate? date) => date,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{DisplayText.Clean(value?.ToString() ?? "")}' isn't a valid date. Valid values: a DateTime or DateTimeOffset, {AiCodeDate.AcceptedForms}."),
        };
    }
}
