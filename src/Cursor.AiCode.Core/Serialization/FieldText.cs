using System;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Serialization;

/// <summary>Reads values from texts of scripts in the forms that responses can have.</summary>
internal static class FieldText
{
    /// <summary>Reads a number of lines.</summary>
    public static bool TryReadCount(string text, out int count) => LineCount.TryParse(Encoding.UTF8.GetBytes(text.Trim()), out count);

    /// <summary>Reads a Boolean, in any case.</summary>
    public static bool TryReadFlag(string text, out bool? flag) =>
        Utf8Boolean.TryParse(Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant()), out flag);

    /// <summary>
    /// Reads a timestamp as UTC that is as exact as the API sends it. Others, such as the serial number of a day or a time
    /// without a time zone, come from a spreadsheet program or another export.
    /// </summary>
    public static bool TryReadTime(string text, out DateTime utc)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.Trim());
        return Timestamp.TryParse(bytes, out utc) && FileRowVerifier.IsExported(bytes);
    }

    /// <summary>Whether a text is a number such as 7.5E+17, which lacks digits.</summary>
    public static bool IsScientific(string text) => FileRowVerifier.IsScientific(Encoding.UTF8.GetBytes(text.Trim()));

    /// <summary>Reads the files of a change from a JSON array.</summary>
    public static bool TryReadMetadata(string json, out AiCodeChangeMetadata[]? files)
    {
        try
        {
            files = MetadataJson.Read(Encoding.UTF8.GetBytes(json));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            files = null;
            return false;
        }
    }
}
