using System;
using System.Linq;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>An endpoint of the API. Each has its own rate limit.</summary>
/// <param name="Name">The last part of its path; the name for faults.</param>
/// <param name="IsCommits">Commits, otherwise changes.</param>
/// <param name="IsCsv">CSV, otherwise JSON.</param>
internal sealed record ApiEndpoint(string Name, bool IsCommits, bool IsCsv)
{
    private const string Root = "/analytics/ai-code/";
    private const string DownloadRoot = "/downloads/ai-code/";
    private const string CommitDetailsRoot = Root + "commits/";

    /// <summary>The details of commits; the path ends with their hashes.</summary>
    public static readonly ApiEndpoint CommitDetails = new("commit-details", IsCommits: true, IsCsv: false);

    /// <summary>All endpoints.</summary>
    public static readonly ApiEndpoint[] All =
    [
        CommitDetails,
        new("commits", IsCommits: true, IsCsv: false),
        new("commits.csv", IsCommits: true, IsCsv: true),
        new("changes", IsCommits: false, IsCsv: false),
        new("changes.csv", IsCommits: false, IsCsv: true),
    ];

    /// <summary>The path that a redirected request is sent to.</summary>
    public string DownloadPath => DownloadRoot + Name;

    /// <summary>The content type of a successful response.</summary>
    public string ContentType => IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";

    /// <summary>Returns the endpoint at a path, or null.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isDownload">Whether the path is the target of a redirect.</param>
    public static ApiEndpoint? Find(string path, out bool isDownload)
    {
        isDownload = path.StartsWith(DownloadRoot, StringComparison.Ordinal);
        string root = isDownload ? DownloadRoot : Root;
        if (path.StartsWith(CommitDetailsRoot, StringComparison.Ordinal))
        {
            return path.Length > CommitDetailsRoot.Length ? CommitDetails : null;
        }

        return All.FirstOrDefault(endpoint => endpoint != CommitDetails && path == root + endpoint.Name);
    }
}
