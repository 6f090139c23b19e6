namespace Cursor.AiCode.Emulator.Data;

/// <summary>Where a commit originated.</summary>
internal enum CommitSource
{
    /// <summary>The editor.</summary>
    Ide,

    /// <summary>The command line agent.</summary>
    Cli,

    /// <summary>A cloud agent.</summary>
    Cloud,
}
