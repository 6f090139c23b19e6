using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>Finds commits that the service knows, so that a 404 response can be explained.</summary>
internal sealed class RecentCommits
{
    // The default range of the API, which every service accepts.
    private static readonly TimeSpan Range = TimeSpan.FromDays(7);

    private const int PageSize = 100;

    private readonly HttpPipeline _pipeline;
    private readonly AiCodeClientOptions _options;

    public RecentCommits(HttpPipeline pipeline, AiCodeClientOptions options)
    {
        _pipeline = pipeline;
        _options = options;
    }

    /// <summary>Returns the newest commit of the last seven days, with a request for one record; null if there is none.</summary>
    /// <exception cref="AiCodeException">The request failed.</exception>
    public async Task<string?> FindNewestAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AiCommit> commits = await GetAsync(1, cancellationToken).ConfigureAwait(false);
        return commits.Count > 0 ? commits[0].CommitHash : null;
    }

    /// <summary>
    /// Returns distinct commits of the last seven days, with one request. Commits with AI lines come first, and among them
    /// older ones, because the service may still be processing the newest. Returns an empty list if the service has none,
    /// or the key has no access to them.
    /// </summary>
    /// <param name="count">The maximum number of commits.</param>
    /// <param name="excluded">Commits that aren't returned.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="AiCodeException">The request failed.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(int count, IEnumerable<string> excluded, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<AiCommit> commits = await GetAsync(PageSize, cancellationToken).ConfigureAwait(false);
            return commits
                .Reverse()
                .OrderBy(static commit => commit.AiLinesAdded > 0 ? 0 : 1)
                .Select(static commit => commit.CommitHash)
                .Distinct(CommitDetailAssembler.HashComparer)
                .Except(excluded, CommitDetailAssembler.HashComparer)
                .Take(count)
                .ToArray();
        }
        catch (AiCodeException e) when (e.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<AiCommit>> GetAsync(int pageSize, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        var range = new AiCodeDateRange(now - Range, now);
        var pages = new JsonPageReader<ObjectBatch<AiCommit>>(
            _pipeline, new ObjectSink<AiCommit>(new CommitDescriptor()), _options.BaseUri, range, user: null);
        return (await pages.GetAsync(1, pageSize, cancellationToken).ConfigureAwait(false)).Records;
    }
}
