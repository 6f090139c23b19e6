using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>
/// What is known of the service: whether the key has access, how many commits it accepts in a request, and what it does with
/// unknown ones. Each is found when it is needed, by requests whose results are certain otherwise.
/// </summary>
internal sealed class CommitDetailService
{
    /// <summary>The number of commits that an older service accepts in a request.</summary>
    public const int OlderMaxHashes = 2;

    private const int MaxHashes = 100;
    private const int KnownHashesForList = OlderMaxHashes + 1;

    private readonly CommitDetailSender _sender;
    private readonly RecentCommits _recent;
    private readonly AiCodeClientOptions _options;
    private readonly Action<AiCodeEvent> _report;
    private readonly string _address;

    // Commits whose details were received, for requests that must succeed, and the branch of these requests.
    private readonly List<string> _known = [];
    private string? _knownBranch;

    private bool _hasAccess;

    // The number of hashes in a list for a service that rejects lists with unknown commits. It is halved with each unknown
    // commit, and doubled with each list that is accepted.
    private int _listSize = MaxHashes;

    public CommitDetailService(HttpPipeline pipeline, AiCodeClientOptions options, Action<AiCodeEvent> report)
    {
        _sender = new CommitDetailSender(pipeline, options.BaseUri);
        _recent = new RecentCommits(pipeline, options);
        _options = options;
        _report = report;
        _address = options.BaseUri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Whether the service accepts more than two commits in a request; false if that isn't known yet.</summary>
    public bool AcceptsLists { get; private set; }

    /// <summary>Whether the service is known to be an older one.</summary>
    public bool IsOlder => Limit <= OlderMaxHashes;

    /// <summary>Whether the service leaves unknown commits out of a response, rather than rejecting the request; null if that isn't known yet.</summary>
    public bool? OmitsUnknown { get; private set; }

    /// <summary>The number of hashes in one request.</summary>
    public int ListSize => OmitsUnknown == false ? Math.Min(Limit, _listSize) : Limit;

    /// <summary>Whether enough commits are known for <see cref="TestListAsync"/>.</summary>
    public bool CanTestList => _known.Count >= KnownHashesForList;

    private int Limit => _options.DetailLimits.TryGetValue(_address, out int limit) ? limit : MaxHashes;

    /// <summary>Requests the details of commits, and learns from the response.</summary>
    /// <returns>The details; null if the response is 404.</returns>
    /// <exception cref="AiCodeException">The request failed for another reason.</exception>
    public async Task<AiCommitDetailBatch?> SendAsync(IReadOnlyList<string> hashes, string? branch, CancellationToken cancellationToken)
    {
        if (await _sender.SendAsync(hashes, branch, cancellationToken).ConfigureAwait(false) is not { } page)
        {
            return null;
        }

        AiCommitDetailBatch batch = CommitDetailAssembler.Assemble(hashes, page);
        _hasAccess = true;
        _listSize = Math.Min(MaxHashes, _listSize * 2);
        AcceptsLists |= hashes.Count > OlderMaxHashes;
        OmitsUnknown = batch.UnknownHashes.Count > 0 ? true : OmitsUnknown;
        if (!CanTestList && batch.Details.Count > 0)
        {
            if (branch != _knownBranch)
            {
                _known.Clear();
                _knownBranch = branch;
            }

            _known.AddRange(batch.Details.Select(static detail => detail.CommitHash).Take(KnownHashesForList - _known.Count));
        }

        return batch;
    }

    /// <summary>Makes the next lists shorter, because a commit is unknown.</summary>
    public void TrackUnknown() => _listSize = Math.Max(1, _listSize / 2);

    /// <summary>The service rejected a list that contains a known commit, although it accepts lists.</summary>
    public void TrackRejectedList() => OmitsUnknown ??= false;

    /// <summary>The service rejected a list of known commits.</summary>
    public void TrackOlder()
    {
        _options.DetailLimits[_address] = OlderMaxHashes;
        _report(new StepEvent($"The API rejects requests for more than {OlderMaxHashes} commits. Continuing with {OlderMaxHashes} per request."));
    }

    /// <summary>Sends a list of known commits. Only an older service rejects it.</summary>
    public async Task TestListAsync(CancellationToken cancellationToken)
    {
        AcceptsLists = await IsAcceptedAsync(_known.ToArray(), cancellationToken).ConfigureAwait(false);
        if (!AcceptsLists)
        {
            TrackOlder();
        }
    }

    /// <summary>If the details of no commit were received yet, requests those of commits that the service itself reports.</summary>
    /// <param name="rejected">The commits for which the response was 404.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="AiCodeException">The key has no access.</exception>
    public async Task CheckAccessAsync(string[] rejected, CancellationToken cancellationToken)
    {
        if (_hasAccess)
        {
            return;
        }

        IReadOnlyList<string> recent = await _recent.FindAsync(OlderMaxHashes, rejected, cancellationToken).ConfigureAwait(false);
        if (recent.Count == 0 || await SendAsync(recent, null, cancellationToken).ConfigureAwait(false) is null)
        {
            throw _sender.CreateNotAvailable();
        }
    }

    /// <summary>Finds <see cref="OmitsUnknown"/>: requests a known commit together with commits that can't exist.</summary>
    public async Task FindOmissionAsync(CancellationToken cancellationToken)
    {
        if (OmitsUnknown is not null || _known.Count == 0)
        {
            return;
        }

        // Three hashes in one request can also show that lists are accepted.
        bool testsList = !AcceptsLists && !IsOlder;
        if (testsList && await IsAcceptedAsync([_known[0], CommitHashes.None, CommitHashes.Highest], cancellationToken).ConfigureAwait(false))
        {
            OmitsUnknown = AcceptsLists = true;
            return;
        }

        OmitsUnknown = await IsAcceptedAsync([_known[0], CommitHashes.None], cancellationToken).ConfigureAwait(false);
        if (testsList && OmitsUnknown == true)
        {
            TrackOlder();
        }
    }

    private async Task<bool> IsAcceptedAsync(string[] hashes, CancellationToken cancellationToken) =>
        await _sender.SendAsync(hashes, _knownBranch, cancellationToken).ConfigureAwait(false) is not null;
}
