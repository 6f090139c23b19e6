using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Unicode;
using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Identifies the key of a request, and decides whether it is accepted.</summary>
internal sealed class ApiKeyValidator(EmulatorOptions options, string accepted)
{
    private const string Basic = "Basic ";

    /// <summary>Returns the key that is derived from a seed.</summary>
    public static string CreateKey(int seed) =>
        "key_emulator_" + SplitMix64.Hash((ulong)seed, -1).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Returns the kind of key in an Authorization header.</summary>
    public KeyKind Identify(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            return KeyKind.None;
        }

        // The key is the user name, and the password is empty.
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

    /// <summary>Returns why a key is refused, or null if it is accepted.</summary>
    public ApiError? GetError(KeyKind key) => key switch
    {
        KeyKind.Accepted or KeyKind.Placeholder => null,
        KeyKind.None => new ApiError(401, "Missing API key. Use Basic authentication with the API key as the user name."),
        KeyKind.Malformed => new ApiError(
            401, "Invalid authorization. Use Basic authentication with the API key as the user name and an empty password."),
        KeyKind.User => new ApiError(401, "This is a user API key. User API keys cannot be used with team APIs; use a team API key."),
        KeyKind.NotEnterprise => new ApiError(
            options.NotEnterpriseStatus, "The AI Code Tracking API is available to Enterprise teams only."),
        KeyKind.MissingScope => new ApiError(
            options.MissingScopeStatus, "The API key lacks the required scope: analytics:read."),
        _ => new ApiError(401, "Invalid API key"),
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

        // Some clients send Latin-1, which matters only for a placeholder with an accent.
        ReadOnlySpan<byte> pair = bytes.AsSpan(0, length);
        return Utf8.IsValid(pair) ? Encoding.UTF8.GetString(pair) : Encoding.Latin1.GetString(pair);
    }
}
