using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Dataset;

/// <summary>
/// Distributes records to the files of their days. The files are temporary until all records of the export are complete.
/// Then they replace those of the data set in an order in which the data set has no gap at any moment.
/// </summary>
internal sealed class DatasetWriter<TBatch> : IDatasetWriter
    where TBatch : RecordBatch
{
    // Records usually arrive sorted by time, so that one day at a time fills its buffer. Other orders fill many of them.
    private const long MaxBufferedBytes = 48 * 1024 * 1024;

    private readonly RecordSink<TBatch> _sink;
    private readonly DatasetFolder _folder;
    private readonly DatasetRange _range;
    private readonly Func<DateTime, DayFile<TBatch>> _create;
    private readonly SortedDictionary<DateTime, DayFile<TBatch>> _days = [];
    private DayFile<TBatch>? _last;
    private DateTime _lastDay;
    private long _writes;
    private long _bufferedBytes;

    /// <summary>Creates a writer.</summary>
    /// <param name="sink">Converts responses of the API to the batches of the format.</param>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="range">The days to write.</param>
    /// <param name="create">Creates the file of a day.</param>
    public DatasetWriter(RecordSink<TBatch> sink, DatasetFolder folder, DatasetRange range, Func<DateTime, DayFile<TBatch>> create)
    {
        _sink = sink;
        _folder = folder;
        _range = range;
        _create = create;
    }

    public long RecordCount { get; private set; }

    public long SkippedCount { get; private set; }

    public int DayCount => _days.Count;

    public long Length { get; private set; }

    public async Task ReadAsync(RecordSource source, AiCodeQuery query, CancellationToken cancellationToken)
    {
        await foreach (TBatch batch in source.Read(_sink, query).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            await AddAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        // A full disk shows before the first file is replaced.
        foreach (DayFile<TBatch> file in _days.Values)
        {
            await InvokeAsync(file, static (file, token) => file.FinishAsync(token), cancellationToken).ConfigureAwait(false);
        }

        foreach (DateTime day in CommitOrder())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _folder.CreateFolder(day);
            _days[day].Commit();
            Length += _days[day].Length;
        }
    }

    public void Dispose()
    {
        foreach (DayFile<TBatch> file in _days.Values)
        {
            file.Dispose();
        }

        (_sink as IDisposable)?.Dispose();
    }

    private static DateTime DayOf(TBatch batch, int index)
    {
        long ticks = batch.GetIdentity(index).CreatedAt;
        return new DateTime(ticks - (ticks % TimeSpan.TicksPerDay), DateTimeKind.Utc);
    }

    private static async Task InvokeAsync(DayFile<TBatch> file, Func<DayFile<TBatch>, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        try
        {
            await action(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // .NET reports a file that exceeds what its file system or the user's quota allows as out of range.
            throw AtomicFile.NotWritable(file.Path, e);
        }
    }

    private async Task AddAsync(TBatch batch, CancellationToken cancellationToken)
    {
        int first = 0;
        while (first < batch.Count)
        {
            DateTime day = DayOf(batch, first);
            int next = first + 1;
            while (next < batch.Count && DayOf(batch, next) == day)
            {
                next++;
            }

            await AddAsync(batch, day, first, next - first, cancellationToken).ConfigureAwait(false);
            first = next;
        }

        batch.Release();
    }

    private async Task AddAsync(TBatch batch, DateTime day, int first, int count, CancellationToken cancellationToken)
    {
        if (!_range.Contains(day))
        {
            SkippedCount += count;
            return;
        }

        DayFile<TBatch> file = GetFile(day);
        long before = file.BufferedBytes;
        file.LastWrite = ++_writes;
        await InvokeAsync(file, (file, token) => file.WriteAsync(batch, first, count, token), cancellationToken).ConfigureAwait(false);
        _bufferedBytes += file.BufferedBytes - before;
        RecordCount += count;
        while (_bufferedBytes > MaxBufferedBytes)
        {
            DayFile<TBatch> oldest = _days.Values.Where(static file => file.BufferedBytes > 0).OrderBy(static file => file.LastWrite).First();
            before = oldest.BufferedBytes;
            await InvokeAsync(oldest, static (file, token) => file.FlushAsync(token), cancellationToken).ConfigureAwait(false);
            _bufferedBytes += oldest.BufferedBytes - before;
        }
    }

    private DayFile<TBatch> GetFile(DateTime day)
    {
        if (_last is null || _lastDay != day)
        {
            if (!_days.TryGetValue(day, out DayFile<TBatch>? file))
            {
                file = _create(day);
                _days.Add(day, file);
            }

            (_last, _lastDay) = (file, day);
        }

        return _last;
    }

    // The next run continues at the newest day, so a run that is killed here must leave no gap before it: the days after the
    // oldest one of the folder are committed in their order, those before it in the reverse order.
    private IEnumerable<DateTime> CommitOrder()
    {
        DateTime oldest = _range.OldestOfFolder.UtcDateTime;
        return _days.Keys.Where(day => day < oldest).Reverse().Concat(_days.Keys.Where(day => day >= oldest)).ToList();
    }
}
