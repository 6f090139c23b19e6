using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Retrieval;

/// <summary>Reads the records of a query: those of its users one after another, each window by window.</summary>
internal sealed class QueryReader<TBatch>
    where TBatch : RecordBatch
{
    private readonly HttpPipeline _pipeline;
    private readonly RecordSink<TBatch> _sink;
    private readonly AiCodeQuery _query;
    private readonly Uri _baseUri;
    private readonly Action<AiCodeEvent> _report;
    private readonly WindowLimit _windowLimit;
    private readonly string?[] _users;
    private readonly ProgressTracker _tracker;

    public QueryReader(HttpPipeline pipeline, RecordSink<TBatch> sink, AiCodeQuery query, AiCodeClientOptions options, Action<AiCodeEvent> report)
    {
        _pipeline = pipeline;
        _sink = sink;
        _query = query;
        _baseUri = options.BaseUri;
        _report = report;
        _windowLimit = new WindowLimit(_baseUri, options.WindowLimits);
        _users = DistinctUsers(query);
        _tracker = new ProgressTracker(report, query, _users.Length);
    }

    /// <summary>Reads the records in batches, as they are received. Nothing is requested before the first is wanted.</summary>
    /// <exception cref="AiCodeException">Not all records could be read.</exception>
    public async IAsyncEnumerable<TBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _report(new StepEvent(Describe()));
        var usersWithoutRecords = new List<string>();
        foreach (string? user in _users)
        {
            long userCount = 0;
            _tracker.BeginUser();
            for (AiCodeDateRange? next = FirstWindow(); next is { } window;)
            {
                _tracker.BeginWindow(window);
                var reader = new WindowReader<TBatch>(_pipeline, _sink, _query, _baseUri, window, user, _tracker);
                IAsyncEnumerator<TBatch> batches = reader.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                bool isRefused = false, hasRecords = false;
                await using (batches.ConfigureAwait(false))
                {
                    while (true)
                    {
                        try
                        {
                            if (!await batches.MoveNextAsync().ConfigureAwait(false))
                            {
                                break;
                            }
                        }
                        catch (AiCodeException e) when (!hasRecords && _windowLimit.TryReduce(e, window.End - window.Start))
                        {
                            _report(new StepEvent($"The API rejected a range of {(window.End - window.Start).TotalDays:0.#} days. Continuing with windows of at most {_windowLimit.Value.TotalDays:0.#} days."));
                            isRefused = true;
                            break;
                        }

                        hasRecords = true;
                        yield return batches.Current;
                        if ((ulong)_tracker.RecordCount >= _query.MaxRecords)
                        {
                            yield break;
                        }
                    }
                }

                if (reader.CountedDuplicates is > 0 and var duplicates)
                {
                    _report(new WarningEvent($"The API returned {duplicates} of {reader.ExpectedCount} {_sink.Noun} from {window} twice. The module omits duplicates."));
                }

                userCount += reader.ExpectedCount;
                next = isRefused ? _windowLimit.WindowBefore(window.End, _query.Range) : _windowLimit.WindowBefore(window, _query.Range);
            }

            if (user is not null && userCount == 0)
            {
                usersWithoutRecords.Add($"'{user}'");
            }
        }

        // One warning, also for a list of the whole team.
        if (usersWithoutRecords.Count > 0)
        {
            _report(new WarningEvent($"The API has no records of {string.Join(", ", usersWithoutRecords)} {DescribeRange()}. Check the spelling if you expected some."));
        }
    }

    /// <summary>Returns the number of records that the API reports for all windows and users.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (string? user in _users)
        {
            for (AiCodeDateRange? next = FirstWindow(); next is { } window;)
            {
                try
                {
                    var pages = new JsonPageReader<TBatch>(_pipeline, _sink, _baseUri, window, user);
                    count += await pages.CountAsync(cancellationToken).ConfigureAwait(false);
                    next = _windowLimit.WindowBefore(window, _query.Range);
                }
                catch (AiCodeException e) when (_windowLimit.TryReduce(e, window.End - window.Start))
                {
                    next = _windowLimit.WindowBefore(window.End, _query.Range);
                }
            }
        }

        return count;
    }

    // The newest window comes first, as the API sorts its records.
    private AiCodeDateRange FirstWindow() => _windowLimit.WindowBefore(_query.Range.End, _query.Range);

    private string Describe()
    {
        string whose = _users.Length > 1 ? $" of {_users.Length} users" : _users[0] is { } user ? $" of {user}" : "";
        string windows = FirstWindow() != _query.Range ? $", in windows of at most {_windowLimit.Value.TotalDays:0.#} days" : "";
        return $"Requesting {_sink.Noun}{whose} {DescribeRange()}{windows}.";
    }

    private string DescribeRange() => $"from {Timestamp.Format(_query.Range.Start)} to {Timestamp.Format(_query.Range.End)}";

    // Each user once; null stands for all users.
    private static string?[] DistinctUsers(AiCodeQuery query) => query.Users.Count == 0
        ? new string?[] { null }
        : query.Users.Distinct(UserComparer.Instance).ToArray();

    // E-mail addresses are the same in any case. Whether that is true for encoded IDs isn't documented.
    private sealed class UserComparer : IEqualityComparer<string>
    {
        public static readonly UserComparer Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, IsAddress(x) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

        public int GetHashCode(string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(obj);

        private static bool IsAddress(string? user) => user?.IndexOf('@') >= 0;
    }
}
