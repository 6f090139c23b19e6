namespace Cursor.AiCode.Emulator;

/// <summary>Whether the server speaks TLS, with a certificate that a client must refuse.</summary>
public enum TlsMode
{
    /// <summary>Plain HTTP.</summary>
    None,

    /// <summary>A certificate for this host that no one has signed.</summary>
    Untrusted,

    /// <summary>A certificate for another host.</summary>
    OtherHost,
}
