namespace Cursor.AiCode.Emulator.Data;

/// <summary>What the client could tell of a commit's branch. A CSV shows the last two alike, JSON does not.</summary>
internal enum PrimaryBranch
{
    /// <summary>The default branch.</summary>
    Yes,

    /// <summary>Another branch.</summary>
    No,

    /// <summary>Reported as null.</summary>
    Null,

    /// <summary>Not reported at all: the client could not resolve the default branch.</summary>
    Absent,
}
