using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Export;

/// <summary>
/// Finds records that a query asks for and an append doesn't get, because a file is continued at its end: records before
/// its beginning, and earlier records of users that it doesn't contain. It warns only if the API has such records.
/// Otherwise a daily job with a fixed start, or with a user who has no records, would get a warning each day.
/// </summary>
internal sealed class AppendCoverage
{
    private const int MaxUsersForStart = 5;

    // The service may compare dates rather than times, in any time zone, and may include both ends.
    private static readonly TimeSpan BoundaryWidth = TimeSpan.FromDays(2);

    private readonly AiCodeQuery _query;
    private readonly string _path;
    private readonly Func<AiCodeQuery, CancellationToken, Task<long>> _count;

    /// <summary>Creates an instance.</summary>
    /// <param name="query">The query of the caller.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="count">Returns the number of records that the API reports for a query.</param>
    public AppendCoverage(AiCodeQuery query, string path, Func<AiCodeQuery, CancellationToken, Task<long>> count)
    {
        _query = query;
        _path = path;
        _count = count;
    }

    /// <summary>Returns the warnings. Sends at most one small request for each user, and only if records can be missing.</summary>
    /// <param name="target">The file.</param>
    /// <param name="since">The time from which on the append requested records.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="AiCodeException">The API can't be reached, or rejected a request.</exception>
    public async Task<IReadOnlyList<WarningEvent>> FindGapsAsync(AppendTarget target, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var warnings = new List<WarningEvent>();
        if (target.Oldest is not { } oldest)
        {
            return warnings;
        }

        List<string> newUsers = _query.Users.Where(user => !target.HasUser(user)).ToList();
        if (newUsers.Count == 0 || newUsers.Count < _query.Users.Count)
        {
            string[] users = _query.Users.Except(newUsers).Take(MaxUsersForStart).ToArray();
            if (await HasRecordsAsync(users, _query.Range.Start, oldest - BoundaryWidth, cancellationToken).ConfigureAwait(false))
            {
                warnings.Add(new WarningEvent(
                    $"'{_path}' begins with a record that was ingested at {Timestamp.Format(oldest)}, and -Append continues it after its newest record. It doesn't contain earlier records, although -StartDate includes them. {Advice}"));
            }
        }

        var missing = new List<string>();
        foreach (string user in newUsers)
        {
            DateTimeOffset start = _query.Range.Start < oldest ? _query.Range.Start : oldest;
            if (await HasRecordsAsync([user], start, since, cancellationToken).ConfigureAwait(false))
            {
                missing.Add($"'{user}'");
            }
        }

        if (missing.Count > 0)
        {
            warnings.Add(new WarningEvent(
                $"'{_path}' contained no records of {string.Join(", ", missing)}, and -Append continues it from {Timestamp.Format(since)} on. It doesn't contain their earlier records. {Advice}"));
        }

        return warnings;
    }

    private static string Advice => "To get them, export to a file without -Append, or use Export-AiCodeDataset.";

    // One window is sufficient: records are missing from a complete month only if nobody worked.
    private async Task<bool> HasRecordsAsync(string[] users, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        if (end - start > AiCodeDateRange.MaxWindow)
        {
            start = end - AiCodeDateRange.MaxWindow;
        }

        return start < end &&
            await _count(_query with { Users = users, Range = new AiCodeDateRange(start, end) }, cancellationToken).ConfigureAwait(false) > 0;
    }
}
