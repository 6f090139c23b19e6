using System;
using System.Text;
using System.Text.Json;
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

    /// <summary>Reads a timestamp as UTC.</summary>
    public static bool TryReadTime(string text, out DateTime utc) => Timestamp.TryParse(Encoding.UTF8.GetBytes(text.Trim()), out utc);

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
