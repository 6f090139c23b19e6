using System;

namespace Cursor.AiCode.Parameters;

/// <summary>Finds time zones by their IDs.</summary>
internal static class TimeZones
{
    /// <summary>
    /// Returns the time zone with an ID of IANA or Windows; null if there is none. .NET Framework knows those of Windows only.
    /// </summary>
    public static TimeZoneInfo? Find(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id.Trim());
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
