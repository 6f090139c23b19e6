using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Dataset;

/// <summary>Exports records to a data set: continues it, or starts a new one.</summary>
internal sealed class DatasetExporter
{
    private readonly RecordSource _source;
    private readonly TimeProvider _time;
    private readonly Action<AiCodeEvent> _report;

    public DatasetExporter(RecordSource source, TimeProvider time, Action<AiCodeEvent> report)
    {
        _source = source;
        _time = time;
        _report = report;
    }

    /// <summary>Exports the records of the days that are missing or can have changed.</summary>
    /// <exception cref="AiCodeException">Not all records could be read, or a file can't be written.</exception>
    public async Task<AiCodeDataset> ExportAsync<T>(RecordDescriptor<T> descriptor, AiCodeDatasetOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var folder = new DatasetFolder(options.Path, descriptor.Kind, options.Format);
        bool isNew = folder.Create();
        try
        {
            // The lock is one of the folder, whatever the kind and the format: two first runs must not mix theirs.
            using FileLock fileLock = await FileLock.AcquireAsync(folder.ReadmePath, _time, _report, cancellationToken, folder.Path).ConfigureAwait(false);
            return await ExportAsync(descriptor, options, folder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (isNew)
            {
                folder.DeleteIfEmpty();
            }
        }
    }

    private async Task<AiCodeDataset> ExportAsync<T>(
        RecordDescriptor<T> descriptor, AiCodeDatasetOptions options, DatasetFolder folder, CancellationToken cancellationToken)
        where T : class
    {
        folder.Open();
        DateTimeOffset now = _time.GetUtcNow();
        DatasetRange range = DatasetRange.Create(options, folder, now);
        folder.EnsureWritable(range);
        _report(new StepEvent(folder.GetNewest(now) is { } newest
            ? FormattableString.Invariant($"The newest day in '{folder.Path}' is {newest:yyyy-MM-dd}. Exporting {range.Start:yyyy-MM-dd} and later days.")
            : FormattableString.Invariant($"'{folder.Path}' contains no day. Exporting {range.Start:yyyy-MM-dd} and later days.")));
        using IDatasetWriter writer = options.Format.CreateWriter(descriptor, folder, range);
        if (!range.IsEmpty)
        {
            var query = new AiCodeQuery(range.Requested) { Transport = options.Transport, PageSize = options.PageSize };
            await writer.ReadAsync(_source, query, cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        DatasetReadme.Write(folder);
        return new AiCodeDataset
        {
            Path = folder.Path,
            Kind = descriptor.Kind,
            Format = options.Format.Format,
            Compress = options.Format.IsCompressed,
            RecordCount = writer.RecordCount,
            DayCount = writer.DayCount,
            Length = writer.Length,
            StartDate = range.Start.LocalDateTime,
            EndDate = range.End.LocalDateTime,
        };
    }
}
