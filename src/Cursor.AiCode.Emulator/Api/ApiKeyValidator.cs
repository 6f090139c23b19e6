using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Knows the keys, and why each of the others is refused.</summary>
internal sealed class ApiKeyValidator(EmulatorOptions options, string accepted)
{
    private const string Basic = "Basic ";

    /// <summary>The key that a server makes from its seed.</summary>
    public static string Default(int seed) =>
        "key_emulator_" + Data.SplitMix64.Of((ulong)seed, -1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>What an Authorization header brings.</summary>
    public KeyKind Identify(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            return KeyKind.None;
        }

        // The key is the user name; whoever sends a password has put something else there.
        string? pair = Decode(authorization);
        if (pair is null || pair.IndexOf(':', StringComparison.Ordinal) != pair.Length - 1 || pair.Length < 2)
        {
            return KeyKind.Malformed;
        }

        string key = pair[..^1];
        return key switch
        {
            _ when key == accepted => KeyKind.Accepted,
            EmulatorKeys.User => KeyKind.User,
            EmulatorKeys.NotEnterprise => KeyKind.NotEnterprise,
            EmulatorKeys.MissingScope => KeyKind.MissingScope,
            _ => EmulatorKeys.Placeholders.Contains(key) ? KeyKind.Placeholder : KeyKind.Wrong,
        };
    }

    /// <summary>Why a key is refused, or null where it is not.</summary>
    public ApiError? GetError(KeyKind key) => key switch
    {
        KeyKind.Accepted or KeyKind.Placeholder => null,
        KeyKind.None => ApiError.Refused(401, "Missing API key. Use Basic authentication with the API key as the user name."),
        KeyKind.Malformed => ApiError.Refused(
            401, "Invalid authorization. Use Basic authentication with the API key as the user name and an empty password."),
        KeyKind.User => ApiError.Refused(401, "This is a user API key. User API keys cannot be used with team APIs; use a team API key."),
        KeyKind.NotEnterprise => ApiError.Refused(
            options.NotEnterpriseStatus, "The AI Code Tracking API is available to Enterprise teams only."),
        KeyKind.MissingScope => ApiError.Refused(
            options.MissingScopeStatus, "The API key lacks the required scope: analytics:read."),
        _ => ApiError.Refused(401, "Invalid API key"),
    };

    private static string? Decode(string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string encoded = authorization[Basic.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out int length))
        {
            return null;
        }

        // Some clients send Latin-1; it matters for a placeholder with an accent only.
        ReadOnlySpan<byte> pair = bytes.AsSpan(0, length);
        return System.Text.Unicode.Utf8.IsValid(pair) ? Encoding.UTF8.GetString(pair) : Encoding.Latin1.GetString(pair);
    }
}
