namespace Cursor.AiCode.Demo;

/// <summary>A column of a table.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="Width">Its width in characters; null for that of its texts.</param>
/// <param name="IsRight">Whether its texts stand at its right edge.</param>
internal sealed record TextColumn(string Label, int? Width = null, bool IsRight = false);
