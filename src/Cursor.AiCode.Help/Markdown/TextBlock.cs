namespace Cursor.AiCode.Help.Markdown;

/// <summary>A block of a page as plain text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text: of code, as it stands there; of all else, on one line.</param>
/// <param name="Marker">What stands before it: the bullet of a list's item, or the language of code.</param>
internal sealed record TextBlock(TextKind Kind, string Text, string Marker = "");
