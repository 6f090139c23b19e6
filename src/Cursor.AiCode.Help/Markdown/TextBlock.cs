namespace Cursor.AiCode.Help.Markdown;

/// <summary>A block of text.</summary>
/// <param name="Kind">The kind of the block.</param>
/// <param name="Text">The text: code with its line breaks, other text on one line.</param>
/// <param name="Marker">The bullet of a list item, or the language of code.</param>
internal sealed record TextBlock(TextKind Kind, string Text, string Marker = "");
