using System;
using System.Globalization;

namespace Cursor.AiCode.Reporting;

/// <summary>Formats numbers and messages for display.</summary>
internal static class DisplayFormat
{
    /// <summary>Returns a number with a noun, such as <c>1 record</c> or <c>1,234 records</c>.</summary>
    public static string Count(long number, string thing) =>
        string.Format(CultureInfo.InvariantCulture, "{0:N0} {1}{2}", number, thing, number == 1 ? "" : "s");

    /// <summary>Returns a number of bytes with a unit, such as <c>1.5 KB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => Count(bytes, "byte"),
        < 1024 * 1024 => string.Format(CultureInfo.InvariantCulture, "{0:0.0} KB", bytes / 1024.0),
        _ => string.Format(CultureInfo.InvariantCulture, "{0:N1} MB", bytes / 1048576.0),
    };

    /// <summary>Returns a message without the address of its request, which is displayed elsewhere or too long.</summary>
    public static string RemoveAddress(string message, Uri? address) =>
        address is null ? message : message.Replace($" (at {address})", "").Replace($" at {address}", "");
}
