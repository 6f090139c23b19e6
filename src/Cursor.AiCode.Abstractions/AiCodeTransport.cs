namespace Cursor.AiCode;

/// <summary>Specifies how records are downloaded. All values return the same records.</summary>
public enum AiCodeTransport
{
    /// <summary>A JSON page first. If more than one other page follows, a CSV download replaces the remaining pages.</summary>
    Auto,

    /// <summary>JSON pages only.</summary>
    Json,

    /// <summary>One CSV download, and one small JSON request for the number of records to expect.</summary>
    Csv,
}
