using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>
/// Reads the details of commits, 100 in a request. A 404 response has four possible causes: the key has no access to the
/// endpoint, the service is an older one that accepts two commits, none of the commits is known, or the service rejects a
/// list because of one unknown commit.
/// </summary>
/// <remarks>
/// Each cause is found with few requests, and what was found applies to all later requests of the client:
/// <list type="number">
/// <item>No access: 404 for recent commits, which the service itself reports (<see cref="CommitDetailService.CheckAccessAsync"/>).</item>
/// <item>An older service: 404 for a list of commits whose details are known (<see cref="CommitDetailService.TestListAsync"/>).</item>
/// <item>A service that omits unknown commits: the details of a known commit, requested with one that can't exist
/// (<see cref="CommitDetailService.FindOmissionAsync"/>). Then a list with a 404 response contains no known commit.</item>
/// <item>Otherwise some commits of the list are unknown. They are found by halving the list. The next lists are shorter if
/// there are many, so that the number of requests doesn't exceed the number of commits by much.</item>
/// </list>
/// </remarks>
internal sealed class CommitDetailReader
{
    private readonly CommitDetailService _service;
    private readonly Action<AiCodeEvent> _report;
    private bool _rejectsAbbreviated;
    private long _count;

    public CommitDetailReader(HttpPipeline pipeline, AiCodeClientOptions options, Action<AiCodeEvent> report)
    {
        _service = new CommitDetailService(pipeline, options, report);
        _report = report;
    }

    /// <summary>Reads the details of commits. A request is sent only when its commits are wanted.</summary>
    /// <param name="hashes">The hashes. Each one is requested once.</param>
    /// <param name="branch">The branch that the commits must be on; null for any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AiCodeException">The key has no access to the endpoint, or a request failed.</exception>
    public async IAsyncEnumerable<AiCommitDetailBatch> ReadAsync(
        IEnumerable<string> hashes, string? branch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ILookup<bool, string> distinct = hashes.Distinct(CommitDetailAssembler.HashComparer).ToLookup(CommitHashes.IsValid);
        if (distinct[false].Any())
        {
            yield return Unknown(distinct[false]);
        }

        await foreach (AiCommitDetailBatch batch in ReadListAsync(distinct[true].ToArray(), branch, cancellationToken).ConfigureAwait(false))
        {
            _count += batch.Details.Count;
            _report(new ProgressEvent(_count, null, 0));
            yield return batch;
        }
    }

    private static AiCommitDetailBatch Unknown(IEnumerable<string> hashes) => new([], hashes.ToArray());

    private static string[] Slice(string[] hashes, int start, int count = int.MaxValue) => hashes.Skip(start).Take(count).ToArray();

    // Reads hashes of which nothing is known.
    private async IAsyncEnumerable<AiCommitDetailBatch> ReadListAsync(
        string[] hashes, string? branch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int done = 0; done < hashes.Length;)
        {
            string[] list = Slice(hashes, done, _service.ListSize);
            string[] abbreviated = list.Where(static hash => !CommitHashes.IsFull(hash)).ToArray();
            string[] sent = _rejectsAbbreviated ? list.Except(abbreviated).ToArray() : list;
            AiCommitDetailBatch? batch = null;
            try
            {
                batch = sent.Length == 0 ? null : await _service.SendAsync(sent, branch, cancellationToken).ConfigureAwait(false);
            }
            catch (AiCodeException e) when (e.Kind == AiCodeErrorKind.BadRequest && abbreviated.Length > 0 && !_rejectsAbbreviated)
            {
                // One of them fails the whole list. The same hashes are sent again without them.
                _rejectsAbbreviated = true;
                continue;
            }

            if (batch is not null)
            {
                yield return batch;
            }
            else if (sent.Length > 0)
            {
                await foreach (AiCommitDetailBatch resolved in ResolveAsync(sent, branch, cancellationToken).ConfigureAwait(false))
                {
                    yield return resolved;
                }
            }

            if (sent.Length < list.Length)
            {
                yield return Unknown(abbreviated);
            }

            done += list.Length;
        }
    }

    // Reads hashes for which the response was, or would be, 404.
    private async IAsyncEnumerable<AiCommitDetailBatch> ResolveAsync(
        string[] hashes, string? branch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<AiCommitDetailBatch> rest;
        if (hashes.Length > CommitDetailService.OlderMaxHashes && !_service.AcceptsLists)
        {
            rest = ResolvePairsAsync(hashes, branch, cancellationToken);
        }
        else
        {
            await _service.CheckAccessAsync(hashes, cancellationToken).ConfigureAwait(false);
            if (hashes.Length > 1)
            {
                await _service.FindOmissionAsync(cancellationToken).ConfigureAwait(false);
            }

            if (hashes.Length == 1 || _service.OmitsUnknown == true)
            {
                _service.TrackUnknown();
                yield return Unknown(hashes);
                yield break;
            }

            rest = ResolveHalvesAsync(hashes, branch, cancellationToken);
        }

        await foreach (AiCommitDetailBatch batch in rest.ConfigureAwait(false))
        {
            yield return batch;
        }
    }

    private async IAsyncEnumerable<AiCommitDetailBatch> ResolveHalvesAsync(
        string[] hashes, string? branch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] left = Slice(hashes, 0, hashes.Length / 2), right = Slice(hashes, hashes.Length / 2);
        AiCommitDetailBatch? known = await _service.SendAsync(left, branch, cancellationToken).ConfigureAwait(false);
        if (known is not null)
        {
            yield return known;
        }
        else
        {
            await foreach (AiCommitDetailBatch batch in ResolveAsync(left, branch, cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }
        }

        // If the left half is known, the right half is the cause, and needs no request to show it.
        IAsyncEnumerable<AiCommitDetailBatch> rest = known is null
            ? ReadListAsync(right, branch, cancellationToken)
            : ResolveAsync(right, branch, cancellationToken);
        await foreach (AiCommitDetailBatch batch in rest.ConfigureAwait(false))
        {
            yield return batch;
        }
    }

    // Reads a list that was rejected, in pairs until the cause is found: an older service, or unknown hashes.
    private async IAsyncEnumerable<AiCommitDetailBatch> ResolvePairsAsync(
        string[] hashes, string? branch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int done = 0;
        bool hasKnown = false, hasUnknown = false;
        while (done < hashes.Length && !_service.AcceptsLists && !_service.IsOlder)
        {
            // The last pair costs as much as the test.
            if (_service.CanTestList && hashes.Length - done > CommitDetailService.OlderMaxHashes)
            {
                await _service.TestListAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            string[] pair = Slice(hashes, done, CommitDetailService.OlderMaxHashes);
            await foreach (AiCommitDetailBatch batch in ReadListAsync(pair, branch, cancellationToken).ConfigureAwait(false))
            {
                hasKnown |= batch.Details.Count > 0;
                hasUnknown |= batch.UnknownHashes.Count > 0;
                yield return batch;
            }

            done += pair.Length;
        }

        if (_service.AcceptsLists && hasKnown)
        {
            _service.TrackRejectedList();
        }
        else if (done == hashes.Length && !hasUnknown && !_service.IsOlder)
        {
            _service.TrackOlder();
        }

        // A list that was rejected contains an unknown hash. If it isn't among the pairs, it is in the rest.
        string[] rest = Slice(hashes, done);
        bool isRejected = _service.AcceptsLists && (_service.OmitsUnknown == true || !hasUnknown);
        if (rest.Length > 0)
        {
            IAsyncEnumerable<AiCommitDetailBatch> remaining = isRejected
                ? ResolveAsync(rest, branch, cancellationToken)
                : ReadListAsync(rest, branch, cancellationToken);
            await foreach (AiCommitDetailBatch batch in remaining.ConfigureAwait(false))
            {
                yield return batch;
            }
        }
    }
}
