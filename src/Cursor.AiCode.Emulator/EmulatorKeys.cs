using System.Collections.Generic;

namespace Cursor.AiCode.Emulator;

/// <summary>API keys that the server knows in addition to <see cref="EmulatorServer.ApiKey"/>. Any other key is invalid.</summary>
public static class EmulatorKeys
{
    /// <summary>A user API key: 401, because the API requires a team API key.</summary>
    public const string User = "key_emulator_user";

    /// <summary>The key of a team without the Enterprise plan: 401, or <see cref="EmulatorOptions.NotEnterpriseStatus"/>.</summary>
    public const string NotEnterprise = "key_emulator_not_enterprise";

    /// <summary>A key without the scope for analytics: 401, or <see cref="EmulatorOptions.MissingScopeStatus"/>.</summary>
    public const string MissingScope = "key_emulator_missing_scope";

    /// <summary>The placeholders in the documentation's examples. They are accepted, so that the examples work with only the address changed.</summary>
    public static IReadOnlyList<string> Placeholders { get; } =
    [
        "YOUR_API_KEY", "TA_CLÉ_API", "TA_CLEF_API", "TA_CLE_API", "VOTRE_CLÉ_API", "VOTRE_CLE_API",
    ];
}

/// <summary>The key of a request.</summary>
public enum KeyKind
{
    /// <summary>No Authorization header.</summary>
    None,

    /// <summary>An Authorization header other than Basic with a key and an empty password.</summary>
    Malformed,

    /// <summary>An unknown key.</summary>
    Wrong,

    /// <summary>The server's key.</summary>
    Accepted,

    /// <summary>One of <see cref="EmulatorKeys.Placeholders"/>.</summary>
    Placeholder,

    /// <summary><see cref="EmulatorKeys.User"/>.</summary>
    User,

    /// <summary><see cref="EmulatorKeys.NotEnterprise"/>.</summary>
    NotEnterprise,

    /// <summary><see cref="EmulatorKeys.MissingScope"/>.</summary>
    MissingScope,
}
