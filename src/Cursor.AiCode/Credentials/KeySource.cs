namespace Cursor.AiCode.Credentials;

/// <summary>Specifies the source of the API key.</summary>
public enum KeySource
{
    /// <summary>The parameter -ApiKey.</summary>
    ApiKeyParameter,

    /// <summary>The secret that -SecretName specifies.</summary>
    SecretNameParameter,

    /// <summary>The environment variable CURSOR_API_KEY.</summary>
    EnvironmentVariable,

    /// <summary>The secret CursorApiKey.</summary>
    DefaultSecret,
}
