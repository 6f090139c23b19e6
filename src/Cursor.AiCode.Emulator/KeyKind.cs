namespace Cursor.AiCode.Emulator;

/// <summary>What a request brought as its key.</summary>
public enum KeyKind
{
    /// <summary>No authorization.</summary>
    None,

    /// <summary>An authorization that is not Basic with a key and an empty password.</summary>
    Malformed,

    /// <summary>A key that no one has.</summary>
    Wrong,

    /// <summary>The server's key.</summary>
    Accepted,

    /// <summary>One of the documentation's placeholders.</summary>
    Placeholder,

    /// <summary><see cref="EmulatorKeys.User"/>.</summary>
    User,

    /// <summary><see cref="EmulatorKeys.NotEnterprise"/>.</summary>
    NotEnterprise,

    /// <summary><see cref="EmulatorKeys.MissingScope"/>.</summary>
    MissingScope,
}
