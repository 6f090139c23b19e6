using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Retrieval;

/// <summary>Reads what a query asks for: its users one after another, each window by window.</summary>
internal sealed class QueryReader<T, TBatch>
    where T : class
    where TBatch : RecordBatch
{
    private readonly HttpPipeline _sender;
    private readonly RecordSink<T, TBatch> _shape;
    private readonly AiCodeQuery _query;
    private readonly Uri _baseUri;
    private readonly Action<AiCodeEvent> _notify;
    private readonly List<AiCodeDateRange> _windows;
    private readonly string?[] _users;
    private readonly ProgressTracker _progress;

    public QueryReader(HttpPipeline sender, RecordSink<T, TBatch> shape, AiCodeQuery query, Uri baseUri, Action<AiCodeEvent> notify)
    {
        _sender = sender;
        _shape = shape;
        _query = query;
        _baseUri = baseUri;
        _notify = notify;
        _windows = query.Range.Windows().ToList();
        _users = UsersOf(query);
        _progress = new ProgressTracker(notify, _windows.Count * _users.Length, query.MaxRecords, manyUsers: query.Users.Count > 1);
    }

    /// <summary>The records, in batches as they come. Nothing is asked for before it is wanted.</summary>
    public async IAsyncEnumerable<TBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _notify(new StepEvent(Beginning()));
        var absent = new List<string>();
        foreach (string? user in _users)
        {
            long counted = 0;
            _progress.BeginUser();
            for (int i = 0; i < _windows.Count; i++)
            {
                _progress.BeginWindow(hasNextWindow: i < _windows.Count - 1);
                var reader = new WindowReader<T, TBatch>(_sender, _shape, _query, _baseUri, _windows[i], user, _progress);
                await foreach (TBatch batch in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return batch;
                    if ((ulong)_progress.Records >= _query.MaxRecords)
                    {
                        yield break;
                    }
                }

                counted += reader.Expected;
            }

            if (user is not null && counted == 0)
            {
                absent.Add($"'{user}'");
            }
        }

        // One warning, also for a list of the whole team of which many are on holiday.
        if (absent.Count > 0)
        {
            _notify(new WarningEvent($"The API has no records of {string.Join(", ", absent)} from {_query.Range}. Check the spelling if you expected some."));
        }
    }

    /// <summary>The number of records that the API counts in all windows and of all users.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (string? user in _users)
        {
            foreach (AiCodeDateRange window in _windows)
            {
                count += await new JsonPageReader<T>(_sender, _shape.Schema, _baseUri, window, user).CountAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return count;
    }

    private string Beginning()
    {
        string whose = _users.Length > 1 ? $" of {_users.Length} users" : _users[0] is { } user ? $" of {user}" : "";
        string windows = _windows.Count > 1 ? $", in {_windows.Count} windows of at most {AiCodeDateRange.MaxWindow.Days} days" : "";
        return $"Asking for {_shape.Schema.Noun}{whose} from {Timestamp.Format(_query.Range.Start)} to {Timestamp.Format(_query.Range.End)}{windows}.";
    }

    // Each once; null stands for everybody.
    private static string?[] UsersOf(AiCodeQuery query) => query.Users.Count == 0
        ? new string?[] { null }
        : query.Users.Distinct(UserComparer.Instance).ToArray();

    // An address is the same in any case; of the encoded ids nobody knows that.
    private sealed class UserComparer : IEqualityComparer<string>
    {
        public static readonly UserComparer Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, IsAddress(x) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

        public int GetHashCode(string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(obj);

        private static bool IsAddress(string? user) => user?.IndexOf('@') >= 0;
    }
}
