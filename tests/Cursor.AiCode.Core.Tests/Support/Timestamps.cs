using System;
using System.Globalization;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Times as text, for comparisons.</summary>
internal static class Timestamps
{
    /// <summary>UTC with milliseconds and Z.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A local time in UTC, with all its digits.</summary>
    public static string Exact(DateTime local)
    {
        Xunit.Assert.Equal(DateTimeKind.Local, local.Kind);
        return local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    public static string? Exact(DateTime? local) => local is { } time ? Exact(time) : null;

    public static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string? Exact(DateTimeOffset? time) => time is { } known ? Exact(known) : null;
}
