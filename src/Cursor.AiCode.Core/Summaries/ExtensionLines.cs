namespace Cursor.AiCode.Summaries;

/// <summary>The lines of a change in the files of one extension.</summary>
/// <param name="Extension">The number of the extension's text.</param>
/// <param name="Added">The number of lines added.</param>
/// <param name="Deleted">The number of lines deleted.</param>
internal readonly record struct ExtensionLines(int Extension, long Added, long Deleted);
