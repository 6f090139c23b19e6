using System;
using System.Management.Automation;
using System.Text;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Converts an encoding, as other cmdlets accept it, to its name in this module. Then <c>$PSDefaultParameterValues['*:Encoding']</c>
/// can contain a <see cref="System.Text.Encoding"/> or a code page, too.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    internal const string Utf8 = "utf8";

    /// <summary>UTF-8 with a byte order mark.</summary>
    internal const string Utf8Bom = "utf8BOM";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PSValue.Unwrap(inputData) switch
        {
            UTF8Encoding encoding => encoding.GetPreamble().Length > 0 ? Utf8Bom : Utf8,
            65001 => Utf8,
            string text when text.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || text == "65001" => Utf8,
            _ => inputData,
        };
}
