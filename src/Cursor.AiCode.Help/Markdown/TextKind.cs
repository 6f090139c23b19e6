namespace Cursor.AiCode.Help.Markdown;

/// <summary>The kinds of blocks that help is made of.</summary>
internal enum TextKind
{
    /// <summary>A paragraph.</summary>
    Paragraph,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>Code, or what a command prints.</summary>
    Code,
}
