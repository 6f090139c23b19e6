using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Room for the files of one change without an allocation.</summary>
[InlineArray(MaxCount)]
internal struct FileEdits
{
    /// <summary>The most files a change touches.</summary>
    public const int MaxCount = 5;

    private FileEdit _first;
}
