using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A change record: one accepted AI edit.</summary>
internal struct Change
{
    // A string in JSON.
    public long Id;
    public Developer Developer;

    // True for Composer, false for an inline completion.
    public bool IsComposer;
    public EncodedText? Model;

    // Unix milliseconds: the time at which the service ingested the record.
    public long CreatedAt;

    // The totals of the files.
    public int LinesAdded;
    public int LinesDeleted;

    // The number of files in use, at least 1.
    public int FileCount;
    public FileEdits Files;
}

/// <summary>The edit of one file.</summary>
internal readonly record struct FileEdit(SourceFile File, int Added, int Deleted);

/// <summary>The edits of one change, stored without an allocation.</summary>
[InlineArray(MaxCount)]
internal struct FileEdits
{
    /// <summary>The maximum number of files in a change.</summary>
    public const int MaxCount = 5;

    private FileEdit _first;
}
