namespace Cursor.AiCode.Credentials;

/// <summary>An API key that was found. Its text never shows the key.</summary>
internal sealed class ResolvedKey
{
    public ResolvedKey(string key, KeySource source)
    {
        Key = key;
        Source = source;
    }

    /// <summary>The key itself.</summary>
    public string Key { get; }

    /// <summary>Where it came from.</summary>
    public KeySource Source { get; }

    /// <summary>Where it came from.</summary>
    public override string ToString() => Source.ToString();
}
