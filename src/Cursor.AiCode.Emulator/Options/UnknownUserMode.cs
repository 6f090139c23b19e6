namespace Cursor.AiCode.Emulator;

/// <summary>What becomes of a query for a user whom the company does not have.</summary>
public enum UnknownUserMode
{
    /// <summary>An answer without records.</summary>
    Empty,

    /// <summary>The request is refused with 404.</summary>
    Error,
}
