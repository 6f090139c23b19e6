namespace Cursor.AiCode.Emulator.Data;

/// <summary>A repository and its default branch.</summary>
internal sealed class Repository(string name, string defaultBranch)
{
    /// <summary>The name as the API gives it, owner and repository.</summary>
    public EncodedText Name { get; } = new(name);

    /// <summary>The default branch: a commit on it has <c>isPrimaryBranch</c> true.</summary>
    public EncodedText DefaultBranch { get; } = new(defaultBranch);
}
