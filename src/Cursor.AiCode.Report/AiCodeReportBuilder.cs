using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Report.Model;
using Cursor.AiCode.Report.Page;

namespace Cursor.AiCode;

/// <summary>
/// Makes a report of commits and changes: one HTML file without scripts and external references. Records are summarized as
/// they are added, in the same way as <see cref="AiCommitSummarizer"/> does, and not kept. Instances aren't thread-safe.
/// </summary>
public sealed class AiCodeReportBuilder
{
    private readonly AiCodeReportOptions _options;
    private readonly AiCommitSummarizer _commits;
    private readonly AiCommitSummarizer? _previous;
    private readonly AiChangeSummarizer _changes;

    /// <summary>Initializes a report without records.</summary>
    /// <param name="options">The content of the report.</param>
    /// <param name="fromApi">
    /// Whether the records come from the API, which selects those of the range. Otherwise the report does.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public AiCodeReportBuilder(AiCodeReportOptions options, bool fromApi = false)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        AiCodeDateRange? range = fromApi ? null : options.Range;
        var summary = new AiCodeSummaryOptions
        {
            By = [AiCodeGrouping.Week, AiCodeGrouping.Repository, AiCodeGrouping.User, AiCodeGrouping.Source],
            PrimaryBranchOnly = options.PrimaryBranchOnly,
            TimeZone = options.TimeZone,
            Teams = options.Teams,
            Range = range,
        };
        if (options.Teams is not null)
        {
            summary = summary with { By = [.. summary.By, AiCodeGrouping.Team] };
        }

        _commits = new AiCommitSummarizer(summary);
        PreviousRange = options.Range is { } current ? new AiCodeDateRange(Subtract(current.Start, current.End - current.Start), current.Start) : null;
        _previous = PreviousRange is null ? null : new AiCommitSummarizer(summary with { By = [AiCodeGrouping.User], Range = fromApi ? null : PreviousRange });
        _changes = new AiChangeSummarizer(new AiCodeSummaryOptions { By = [AiCodeGrouping.Model, AiCodeGrouping.Extension], TimeZone = options.TimeZone, Range = range });
    }

    /// <summary>The range with which the report compares its own; null if it has none.</summary>
    public AiCodeDateRange? PreviousRange { get; }

    /// <summary>Adds a record of a commit.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="commit"/> is null.</exception>
    public void Add(AiCommit commit)
    {
        _commits.Add(commit);
        _previous?.Add(commit);
    }

    /// <summary>Adds a record of a change.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is null.</exception>
    public void Add(AiCodeChange change) => _changes.Add(change);

    /// <summary>Adds the remaining records of a file.</summary>
    /// <param name="file">A file of commits or changes.</param>
    /// <param name="progress">Is called from time to time, on the thread of the caller. The default is null, which means no progress.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="AiCodeException">A record can't be read. The message contains the file, the line and the column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public void AddRecords(AiCodeCsvReader file, Action? progress = null, CancellationToken cancellationToken = default)
    {
        if ((file ?? throw new ArgumentNullException(nameof(file))).Kind == AiCodeKind.Change)
        {
            _changes.AddRecords(file, progress, cancellationToken);
        }
        else
        {
            AiCommitSummarizer[] summarizers = _previous is null ? [_commits] : [_commits, _previous];
            AiCommitSummarizer.AddRecords(file, summarizers, progress, cancellationToken);
        }
    }

    /// <summary>Adds the commits of the range and of the one before from the API, and optionally the changes of the range.</summary>
    /// <param name="client">The client of the API.</param>
    /// <param name="query">The users, and how their records are downloaded. Its range isn't used.</param>
    /// <param name="includeChanges">Whether changes are added.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The options have no range.</exception>
    /// <exception cref="AiCodeException">Not all records could be read.</exception>
    public async Task AddRecordsAsync(AiCodeClient client, AiCodeQuery query, bool includeChanges, CancellationToken cancellationToken = default)
    {
        AiCodeDateRange range = _options.Range ?? throw new InvalidOperationException("The report has no range.");
        await (client ?? throw new ArgumentNullException(nameof(client)))
            .AddRecordsAsync(_commits, query with { Range = range }, cancellationToken).ConfigureAwait(false);
        await client.AddRecordsAsync(_previous!, query with { Range = PreviousRange! }, cancellationToken).ConfigureAwait(false);
        if (includeChanges)
        {
            await client.AddRecordsAsync(_changes, query with { Range = range }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Throws an exception if a file can't be written. Call it before records are read.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="force">Whether a read-only file can be replaced.</param>
    /// <param name="noClobber">Whether an existing file is an error.</param>
    /// <exception cref="AiCodeException">The file can't be written.</exception>
    public static void EnsureWritable(string path, bool force, bool noClobber) =>
        AtomicFile.EnsureWritable(AtomicFile.Resolve(path), force, noClobber);

    /// <summary>Writes the report to a file, which is created or replaced atomically.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="force">Whether a read-only file can be replaced.</param>
    /// <param name="noClobber">Whether an existing file is an error.</param>
    /// <param name="cancellationToken">Cancels the call. An existing file is unchanged.</param>
    /// <returns>The result.</returns>
    /// <exception cref="AiCodeException">The file can't be written. An existing file is unchanged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public AiCodeReport Write(string path, bool force = false, bool noClobber = false, CancellationToken cancellationToken = default)
    {
        ReportModel model = CreateModel(DateTimeOffset.UtcNow);
        var content = new MemoryStream();
        new ReportPage(model, new PageFormat(_options.Culture), cancellationToken).Write(content);
        cancellationToken.ThrowIfCancellationRequested();
        string target = AtomicFile.Resolve(path);
        AtomicFile.EnsureWritable(target, force, noClobber);
        using (AtomicFile file = AtomicFile.Create(target))
        {
            Copy(content, file, target);
        }

        return new AiCodeReport
        {
            Path = path,
            Length = content.Length,
            CommitCount = model.Totals.Commits,
            ChangeCount = model.Changes?.Count ?? 0,
            StartDate = _options.Range?.Start.LocalDateTime ?? _commits.FirstCreatedAt?.ToLocalTime() ?? _changes.FirstCreatedAt?.ToLocalTime(),
            EndDate = _options.Range?.End.LocalDateTime ?? _commits.LastCreatedAt?.ToLocalTime() ?? _changes.LastCreatedAt?.ToLocalTime(),
        };
    }

    /// <summary>Returns the content of the report.</summary>
    internal ReportModel CreateModel(DateTimeOffset now) => new ReportModelFactory(_options, _commits, _previous, _changes).Create(now);

    private static void Copy(MemoryStream content, AtomicFile file, string path)
    {
        try
        {
            content.Position = 0;
            content.CopyTo(file.Stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.NotWritable(path, e);
        }

        file.Commit();
    }

    private static DateTimeOffset Subtract(DateTimeOffset start, TimeSpan length) =>
        start - DateTimeOffset.MinValue > length ? start - length : DateTimeOffset.MinValue;
}
