namespace Cursor.AiCode.Emulator;

/// <summary>How requests of the last minute are counted.</summary>
public enum LimitModel
{
    /// <summary>By the minute of the clock: the count starts anew with each.</summary>
    Fixed,

    /// <summary>By a log: at any moment the last 60 seconds count.</summary>
    Sliding,
}
