namespace Cursor.AiCode.Emulator;

/// <summary>What the body of an error looks like.</summary>
public enum ErrorShape
{
    /// <summary><c>{"error":"Unauthorized","message":"…"}</c>, as documented.</summary>
    Documented,

    /// <summary><c>{"code":"error","message":"…"}</c>, as seen.</summary>
    Code,

    /// <summary>An HTML page, as gateways give it.</summary>
    Html,
}
