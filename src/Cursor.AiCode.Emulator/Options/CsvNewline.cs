namespace Cursor.AiCode.Emulator;

/// <summary>How CSV lines end.</summary>
public enum CsvNewline
{
    /// <summary>A line formatter.</summary>
    Lf,

    /// <summary>A carriage return and a line formatter.</summary>
    CrLf,
}
