namespace Cursor.AiCode.IO;

/// <summary>The state of the process that created a file.</summary>
internal enum ProcessState
{
    /// <summary>The process runs.</summary>
    Running,

    /// <summary>The process has ended.</summary>
    Ended,

    /// <summary>The state can't be determined: the process belongs to another computer or container, or the system was restarted.</summary>
    Unknown,
}
