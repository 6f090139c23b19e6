namespace Cursor.AiCode.Tests.Support;

/// <summary>What a <see cref="RawServer"/> does after the bytes of a response.</summary>
internal enum RawEnd
{
    /// <summary>Keeps the connection open for the next request.</summary>
    Keep,

    Close,

    Reset,

    /// <summary>Keeps the connection open, but sends nothing more.</summary>
    Stall,
}
