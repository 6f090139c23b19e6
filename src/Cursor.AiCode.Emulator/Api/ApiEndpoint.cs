using System;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>One of the four endpoints. Each has a limit of its own.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="IsCommits">Commits, otherwise changes.</param>
/// <param name="IsCsv">CSV, otherwise JSON pages.</param>
internal sealed record ApiEndpoint(string Name, bool IsCommits, bool IsCsv)
{
    private const string Root = "/analytics/ai-code/";
    private const string DownloadRoot = "/downloads/ai-code/";

    /// <summary>All of them.</summary>
    public static ApiEndpoint[] All { get; } =
    [
        new("commits", true, false),
        new("commits.csv", true, true),
        new("changes", false, false),
        new("changes.csv", false, true),
    ];

    /// <summary>Where a redirected CSV request goes.</summary>
    public string DownloadPath => DownloadRoot + Name;

    /// <summary>The endpoint of a path, or null.</summary>
    /// <param name="path">The path as it came.</param>
    /// <param name="isDownload">Whether it is the target of a redirect.</param>
    public static ApiEndpoint? At(string path, out bool isDownload)
    {
        isDownload = path.StartsWith(DownloadRoot, StringComparison.Ordinal);
        string root = isDownload ? DownloadRoot : Root;
        return path.StartsWith(root, StringComparison.Ordinal) ? Array.Find(All, e => e.Name == path[root.Length..]) : null;
    }
}
