using System;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Other ways to write the API's times, each the same instant.</summary>
internal static class TimeFormats
{
    /// <summary>Without the Z: still UTC.</summary>
    public static string WithoutZ(string time) => time[..^1];

    /// <summary>With an offset.</summary>
    public static string WithOffset(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)
        .ToOffset(TimeSpan.FromMinutes(330)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>In milliseconds since 1970.</summary>
    public static long Epoch(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
