using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Records;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Summarizes commits or changes, each of which counts once.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "AiCode", DefaultParameterSetName = FromPipeline, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCommitSummary), typeof(AiChangeSummary))]
public sealed class MeasureAiCodeCommand : AiCodeCommand
{
    private const string FromPipeline = "FromPipeline";
    private const string FromPath = "FromPath";
    private const string FromLiteralPath = "FromLiteralPath";
    private const string FromApi = "FromApi";

    // The parameters that select records of the API.
    private static readonly string[] ApiParameters = [nameof(StartDate), nameof(EndDate), nameof(User)];

    private AiCodeSummaryOptions _options = new();
    private AiCodeDateRange? _range;
    private AiCommitSummarizer? _commits;
    private AiChangeSummarizer? _changes;
    private UpstreamErrors? _upstreamErrors;

    /// <summary>The records to summarize.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = FromPipeline)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The paths of files and folders, which can contain wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromPath)]
    [SourcePathTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The paths of files and folders, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromLiteralPath)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The kind of records to get from the API.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromApi)]
    public AiCodeKind Kind { get; set; }

    /// <summary>The properties to group by. The default is one total.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public AiCodeGrouping[]? By { get; set; }

    /// <summary>Whether only commits on primary branches count.</summary>
    [Parameter]
    public SwitchParameter PrimaryBranchOnly { get; set; }

    /// <summary>The teams of the users: objects with a user and a team.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Team { get; set; }

    /// <summary>The time zone of the periods.</summary>
    [Parameter]
    [ValidateTimeZone]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>The start of the date range.</summary>
    [Parameter]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultDays);

    /// <summary>The end of the date range.</summary>
    [Parameter]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The users whose records are requested. The default is all users.</summary>
    [Parameter]
    [Alias("UserEmail", "UserId", "Email")]
    [ValidateNotNullOrEmpty]
    [UserTransformation]
    [ValidateUser]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>How the records are downloaded.</summary>
    [Parameter]
    public AiCodeTransport Transport { get; set; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page.</summary>
    [Parameter]
    [ValidateRange(1, AiCodeQuery.MaxPageSize)]
    public int PageSize { get; set; } = AiCodeQuery.MaxPageSize;

    private AiCodeKind? KnownKind => ParameterSetName == FromApi ? Kind : null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        CheckSource();
        _options = new AiCodeSummaryOptions
        {
            By = By ?? [],
            PrimaryBranchOnly = PrimaryBranchOnly,
            TimeZone = TimeZone is null ? TimeZoneInfo.Local : TimeZones.Find(TimeZone)!,
            Teams = Team is null ? null : InvokeWithErrorHandling(() => TeamRows.Read(Team), Team),
        };
        CheckOptions(KnownKind);
        _upstreamErrors = new UpstreamErrors(this);
        _range = ParameterSetName == FromApi ? ResolveRange(StartDate, EndDate) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FromPipeline)
        {
            _ = InvokeWithErrorHandling(() => Add(PipelineRecord.Read(InputObject)), null);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        switch (ParameterSetName)
        {
            case FromApi:
                MeasureApi();
                break;
            case FromPipeline:
                WarnOfUpstreamError();
                WriteSummaries();
                break;
            default:
                MeasureFiles();
                break;
        }
    }

    // A parameter of the API that has no effect would be misleading, unless $PSDefaultParameterValues sets it for all cmdlets.
    private void CheckSource()
    {
        if (ParameterSetName == FromApi)
        {
            if (MyInvocation.ExpectingInput)
            {
                ThrowTerminatingError(ErrorRecords.KindWithInput());
            }

            return;
        }

        bool isFromPipeline = ParameterSetName == FromPipeline;
        if (isFromPipeline ? !MyInvocation.ExpectingInput && InputObject is null : MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(ErrorRecords.NotOneSource());
        }

        foreach (string name in ApiParameters)
        {
            if (DefaultParameters.IsSpecified(this, name))
            {
                ThrowTerminatingError(ErrorRecords.ParameterNeedsKind(name));
            }
        }
    }

    private void CheckOptions(AiCodeKind? kind)
    {
        if (_options.GetError(kind) is { } error)
        {
            ThrowTerminatingError(ErrorRecords.InvalidGrouping(error, _options.By));
        }
    }

    private bool Add(object record)
    {
        switch (record)
        {
            case AiCommit when _changes is not null:
            case AiCodeChange when _commits is not null:
                throw new ErrorRecordException(ErrorRecords.MixedSummary(_commits is null ? AiCodeKind.Change : AiCodeKind.Commit, record));
            case AiCommit commit:
                Begin(AiCodeKind.Commit);
                _commits!.Add(commit);
                return true;
            case AiCodeChange change:
                Begin(AiCodeKind.Change);
                _changes!.Add(change);
                return true;
            default:
                throw new ArgumentException("The object isn't a record.", nameof(record));
        }
    }

    private void Begin(AiCodeKind kind)
    {
        if (_commits is null && _changes is null)
        {
            CheckOptions(kind);
            _commits = kind == AiCodeKind.Commit ? new AiCommitSummarizer(_options) : null;
            _changes = kind == AiCodeKind.Change ? new AiChangeSummarizer(_options) : null;
        }
    }

    private void MeasureApi()
    {
        var query = new AiCodeQuery(_range!) { Users = User ?? [], Transport = Transport, PageSize = PageSize };
        using AiCodeClient client = CreateClient(MyInvocation.MyCommand.Name);
        try
        {
            if (Kind == AiCodeKind.Commit)
            {
                Write(WaitOnPipelineThread(token => client.SummarizeCommitsAsync(query, _options, token)));
            }
            else
            {
                Write(WaitOnPipelineThread(token => client.SummarizeChangesAsync(query, _options, token)));
            }

            WriteSummary(DisplayFormat.Count(client.RequestCount, "request"));
        }
        finally
        {
            CompleteProgress();
        }
    }

    private void MeasureFiles()
    {
        IReadOnlyList<string> paths = InvokeWithErrorHandling(
            () => SourcePath.FindFiles(this, Path, LiteralPath, StopToken),
            ParameterSetName == FromPath ? Path : LiteralPath);
        var files = new RecordFiles(paths, StartReporting(MyInvocation.MyCommand.Name));
        try
        {
            if (WaitOnPipelineThread(token => Task.FromResult(files.FindKind(token))) is { } kind)
            {
                Begin(kind);
                _ = WaitOnPipelineThread(token => Task.FromResult(AddFiles(files, token)));
            }

            WriteSummaries();
            WriteSummary($"{DisplayFormat.Count(files.RecordCount, "record")} from {DisplayFormat.Count(paths.Count, "file")}");
        }
        finally
        {
            CompleteProgress();
        }
    }

    private bool AddFiles(RecordFiles files, CancellationToken cancellationToken)
    {
        files.ReadAll((file, progress) =>
        {
            _commits?.AddRecords(file, progress, cancellationToken);
            _changes?.AddRecords(file, progress, cancellationToken);
        });
        return true;
    }

    private void WarnOfUpstreamError()
    {
        if (_upstreamErrors?.FindFirst() is { } error)
        {
            WriteWarning(DisplayText.Clean($"A command before this one in the pipeline reported an error, so records can be missing from the totals: {error.Exception?.Message}"));
        }
    }

    // An empty pipeline has no kind. Its summary is one of commits, unless only changes can be grouped as specified.
    private void WriteSummaries()
    {
        Begin(_options.GetError(AiCodeKind.Commit) is null ? AiCodeKind.Commit : AiCodeKind.Change);
        if (_changes is not null)
        {
            Write(_changes.Summarize());
        }
        else
        {
            Write(_commits!.Summarize());
        }
    }

    private void Write<T>(IReadOnlyList<T> summaries)
        where T : notnull
    {
        foreach (T summary in summaries)
        {
            WriteObject(SummaryView.Create(summary, _options.By));
        }
    }
}
