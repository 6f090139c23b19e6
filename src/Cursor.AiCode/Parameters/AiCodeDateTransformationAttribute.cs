using System;
using System.Globalization;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Makes an <see cref="AiCodeDate"/> of what a user gives: a date, or a text, which is read the same in every culture.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AiCodeDateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            AiCodeDate date => date,
            DateTime time => new AiCodeDate(time),
            DateTimeOffset instant => new AiCodeDate(instant),
            string text when AiCodeDate.TryParse(text, out AiCodeDate? date) => date,

            // PowerShell reads a bare 7d as the decimal number 7 before it asks what it is for.
            decimal days when AiCodeDate.TryParse(days.ToString(CultureInfo.InvariantCulture) + "d", out AiCodeDate? date) => date,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' isn't a valid date. Valid values: a DateTime or DateTimeOffset, {AiCodeDate.AcceptedForms}."),
        };
    }
}
