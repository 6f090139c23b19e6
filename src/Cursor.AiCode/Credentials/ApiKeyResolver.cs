using System;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using Cursor.AiCode.Errors;

namespace Cursor.AiCode.Credentials;

/// <summary>Finds the API key: in the parameters, the environment, or the secret of the default name, in this order.</summary>
internal sealed class ApiKeyResolver
{
    /// <summary>The environment variable of the key.</summary>
    public const string EnvironmentVariable = "CURSOR_API_KEY";

    /// <summary>The name of the secret that is used if no other source is specified.</summary>
    public const string DefaultSecretName = "CursorApiKey";

    private readonly SecretVault _vault;

    public ApiKeyResolver(PSCmdlet cmdlet, CancellationToken cancellationToken) => _vault = new SecretVault(cmdlet, cancellationToken);

    /// <summary>Returns the key.</summary>
    /// <exception cref="ErrorRecordException">There is no key, or it can't be read.</exception>
    public ResolvedKey Resolve(SecureString? apiKey, string? secretName, string? vault)
    {
        if (apiKey is not null)
        {
            return Found(Reveal(apiKey), KeySource.ApiKeyParameter, "-ApiKey");
        }

        // Whoever specifies a vault doesn't want the key of the environment.
        if (secretName is not null || vault is not null)
        {
            string name = secretName ?? DefaultSecretName;
            object secret = _vault.Get(name, vault) ?? throw new ErrorRecordException(ErrorRecords.SecretNotFound(name, vault));
            return Found(Reveal(secret, name), secretName is null ? KeySource.DefaultSecret : KeySource.SecretNameParameter, $"the secret '{name}'");
        }

        string? fromEnvironment = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (!string.IsNullOrWhiteSpace(fromEnvironment))
        {
            return Found(fromEnvironment!, KeySource.EnvironmentVariable, EnvironmentVariable);
        }

        if (_vault.IsInstalled && _vault.Get(DefaultSecretName, vault: null) is { } byDefault)
        {
            return Found(Reveal(byDefault, DefaultSecretName), KeySource.DefaultSecret, $"the secret '{DefaultSecretName}'");
        }

        throw new ErrorRecordException(ErrorRecords.NoApiKey());
    }

    private static ResolvedKey Found(string key, KeySource source, string location)
    {
        string trimmed = key.Trim();
        return trimmed.Length > 0
            ? new ResolvedKey(trimmed, source)
            : throw new ErrorRecordException(ErrorRecords.EmptyApiKey(location));
    }

    private static string Reveal(object secret, string name) => secret switch
    {
        SecureString secure => Reveal(secure),
        string text => text,
        PSCredential credential => Reveal(credential.Password),
        _ => throw new ErrorRecordException(ErrorRecords.SecretOfWrongType(name, secret.GetType())),
    };

    private static string Reveal(SecureString secure)
    {
        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secure);
        try
        {
            return Marshal.PtrToStringUni(text) ?? "";
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }
}
