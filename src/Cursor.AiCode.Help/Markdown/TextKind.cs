namespace Cursor.AiCode.Help.Markdown;

/// <summary>Specifies the kind of a block of text.</summary>
internal enum TextKind
{
    /// <summary>A paragraph.</summary>
    Paragraph,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>Code, or the output of a command.</summary>
    Code,
}
