namespace Cursor.AiCode.Emulator.Data;

/// <summary>What a change did to one file.</summary>
internal readonly record struct FileEdit(SourceFile File, int Added, int Deleted);
