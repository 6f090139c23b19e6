namespace Cursor.AiCode.Credentials;

/// <summary>An API key and its source. <see cref="ToString"/> never returns the key.</summary>
internal sealed class ResolvedKey
{
    public ResolvedKey(string key, KeySource source)
    {
        Key = key;
        Source = source;
    }

    /// <summary>The API key.</summary>
    public string Key { get; }

    /// <summary>The source of the key.</summary>
    public KeySource Source { get; }

    /// <summary>Returns the source of the key.</summary>
    public override string ToString() => Source.ToString();
}
