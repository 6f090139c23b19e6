using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Room for the files of one change without an allocation.</summary>
[InlineArray(Most)]
internal struct FileTouches
{
    /// <summary>The most files a change touches.</summary>
    public const int Most = 5;

    private FileTouch _first;
}
