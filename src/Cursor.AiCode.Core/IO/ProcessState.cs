namespace Cursor.AiCode.IO;

/// <summary>Whether the process that a file belongs to still runs.</summary>
internal enum ProcessState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended, however it ended.</summary>
    Ended,

    /// <summary>It can't be seen from here: it belongs to another computer or container, or the system was restarted.</summary>
    Unknown,
}
