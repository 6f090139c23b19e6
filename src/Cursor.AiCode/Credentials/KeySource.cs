namespace Cursor.AiCode.Credentials;

/// <summary>Where the API key came from.</summary>
public enum KeySource
{
    /// <summary>The parameter -ApiKey.</summary>
    ApiKeyParameter,

    /// <summary>The secret that -SecretName names.</summary>
    SecretNameParameter,

    /// <summary>The environment variable CURSOR_API_KEY.</summary>
    EnvironmentVariable,

    /// <summary>The secret CursorApiKey.</summary>
    DefaultSecret,
}
