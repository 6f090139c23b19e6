using System;
using System.Globalization;

namespace Cursor.AiCode.Reporting;

/// <summary>Numbers and messages as lines for a reader have them.</summary>
internal static class DisplayFormat
{
    /// <summary>A number of things, such as <c>1 record</c> or <c>1,234 records</c>.</summary>
    public static string Count(long number, string thing) =>
        string.Format(CultureInfo.InvariantCulture, "{0:N0} {1}{2}", number, thing, number == 1 ? "" : "s");

    /// <summary>A number of bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => Count(bytes, "byte"),
        < 1024 * 1024 => string.Format(CultureInfo.InvariantCulture, "{0:0.0} KB", bytes / 1024.0),
        _ => string.Format(CultureInfo.InvariantCulture, "{0:N1} MB", bytes / 1048576.0),
    };

    /// <summary>A message without the address that stands beside it, or that is not worth its length there.</summary>
    public static string Without(Uri? address, string message) =>
        address is null ? message : message.Replace($" (at {address})", "").Replace($" at {address}", "");
}
