using System.Collections.Generic;

namespace Cursor.AiCode.Emulator;

/// <summary>Keys with a meaning of their own. Any other key than these and the server's own is a wrong one.</summary>
public static class EmulatorKeys
{
    /// <summary>A user's key, where a team's is needed: 401.</summary>
    public const string User = "key_emulator_user";

    /// <summary>The key of a team without the Enterprise plan: 401, or 403 by <see cref="EmulatorOptions.NotEnterpriseStatus"/>.</summary>
    public const string NotEnterprise = "key_emulator_not_enterprise";

    /// <summary>A key without the scope for analytics: 401, or 403 by <see cref="EmulatorOptions.MissingScopeStatus"/>.</summary>
    public const string MissingScope = "key_emulator_missing_scope";

    /// <summary>What the documentation's examples write in the key's place. Accepted, so that they work with only the address changed.</summary>
    public static IReadOnlyList<string> Placeholders { get; } =
    [
        "YOUR_API_KEY", "TA_CLÉ_API", "TA_CLEF_API", "TA_CLE_API", "VOTRE_CLÉ_API", "VOTRE_CLE_API",
    ];
}
