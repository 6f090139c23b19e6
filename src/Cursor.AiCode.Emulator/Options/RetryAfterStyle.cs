namespace Cursor.AiCode.Emulator;

/// <summary>What a 429 says of the wait.</summary>
public enum RetryAfterStyle
{
    /// <summary>Retry-After in seconds.</summary>
    Seconds,

    /// <summary>Retry-After as a date.</summary>
    Date,

    /// <summary>Nothing.</summary>
    None,
}
