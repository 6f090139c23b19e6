namespace Cursor.AiCode;

/// <summary>How records come from the API. All three bring the same records.</summary>
public enum AiCodeTransport
{
    /// <summary>A JSON page first; what one more page would not hold comes as one CSV stream.</summary>
    Auto,

    /// <summary>JSON pages only.</summary>
    Json,

    /// <summary>One CSV stream, and one small JSON request for the count that it is checked against.</summary>
    Csv,
}
