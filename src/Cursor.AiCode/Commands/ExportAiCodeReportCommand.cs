using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Records;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Writes a report as an HTML file, which is created or replaced atomically.</summary>
[Cmdlet(VerbsData.Export, "AiCodeReport", SupportsShouldProcess = true, DefaultParameterSetName = ByPath, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCodeReport))]
public sealed class ExportAiCodeReportCommand : AiCodeCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";
    private const int DefaultReportDays = 90;

    private string? _target;
    private AiCodeDateRange? _range;
    private AiCodeReportBuilder? _report;
    private UpstreamErrors? _upstreamErrors;
    private string _path = "";
    private string _literalPath = "";

    /// <summary>The path of the file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string Path
    {
        get => _path;
        set => _path = NoteErrors(value);
    }

    /// <summary>The path of the file, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath
    {
        get => _literalPath;
        set => _literalPath = NoteErrors(value);
    }

    /// <summary>The start of the date range.</summary>
    [Parameter(Position = 1)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultReportDays);

    /// <summary>The end of the date range.</summary>
    [Parameter(Position = 2)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The records to report.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The paths of files and folders with records, which can contain wildcards.</summary>
    [Parameter]
    [SourcePathTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? InputPath { get; set; }

    /// <summary>The users whose records are requested. The default is all users.</summary>
    [Parameter]
    [Alias("UserEmail", "UserId", "Email")]
    [ValidateNotNullOrEmpty]
    [UserTransformation]
    [ValidateUser]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>Whether changes are requested from the API, too.</summary>
    [Parameter]
    public SwitchParameter IncludeChange { get; set; }

    /// <summary>The title of the report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>The teams of the users: objects with a user and a team.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Team { get; set; }

    /// <summary>Whether only commits on primary branches count.</summary>
    [Parameter]
    public SwitchParameter PrimaryBranchOnly { get; set; }

    /// <summary>Whether users get pseudonyms.</summary>
    [Parameter]
    public SwitchParameter Anonymize { get; set; }

    /// <summary>The time zone of the weeks and dates.</summary>
    [Parameter]
    [ValidateTimeZone]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>The culture of numbers and dates.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CultureCompleter))]
    public CultureInfo? Culture { get; set; }

    /// <summary>Whether to replace a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether to fail if the file exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Whether to write the result to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How the records are downloaded.</summary>
    [Parameter]
    public AiCodeTransport Transport { get; set; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page.</summary>
    [Parameter]
    [ValidateRange(1, AiCodeQuery.MaxPageSize)]
    public int PageSize { get; set; } = AiCodeQuery.MaxPageSize;

    private bool IsFromPipeline => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    private bool IsFromFiles => InputPath is not null;

    private bool IsFromApi => !IsFromPipeline && !IsFromFiles;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        CheckSource();
        bool hasRange = IsFromApi || DefaultParameters.IsSpecified(this, nameof(StartDate)) || DefaultParameters.IsSpecified(this, nameof(EndDate));
        _range = hasRange ? ResolveRange(StartDate, EndDate) : null;
        AiCodeTeams? teams = Team is null ? null : InvokeWithErrorHandling(() => TeamRows.Read(Team), Team);
        string path = TargetPath.Resolve(this, Path, LiteralPath);
        if (!ShouldProcess(path, Action()))
        {
            return;
        }

        _target = path;
        _ = InvokeWithErrorHandling(() => Prepare(teams), path);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_report is not null && IsFromPipeline)
        {
            _ = InvokeWithErrorHandling(() => Add(_report, PipelineRecord.Read(InputObject)), _target);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_report is not { } report || _target is not { } path)
        {
            return;
        }

        try
        {
            if (IsFromApi)
            {
                AddFromApi(report);
            }
            else if (IsFromFiles)
            {
                AddFromFiles(report);
            }
            else if (_upstreamErrors?.FindFirst() is { } error)
            {
                ThrowTerminatingError(ErrorRecords.UpstreamError(path, error));
            }

            AiCodeReport result = WaitOnPipelineThread(token => Task.FromResult(report.Write(path, Force, NoClobber, token)), path);
            WriteVerbose(DisplayText.Clean($"Wrote a report of {DisplayFormat.Count(result.CommitCount, "commit")} and {DisplayFormat.Count(result.ChangeCount, "change")} to '{path}': {DisplayFormat.Size(result.Length)}"));
            if (PassThru)
            {
                WriteObject(result);
            }
        }
        finally
        {
            CompleteProgress();
        }
    }

    private static bool Add(AiCodeReportBuilder report, object record)
    {
        if (record is AiCodeChange change)
        {
            report.Add(change);
        }
        else
        {
            report.Add((AiCommit)record);
        }

        return true;
    }

    // The path is bound before any command of the pipeline begins.
    private string NoteErrors(string path)
    {
        _upstreamErrors = new UpstreamErrors(this);
        return path;
    }

    // A parameter that has no effect would be misleading, unless $PSDefaultParameterValues sets it for all cmdlets.
    private void CheckSource()
    {
        if (IsFromPipeline && IsFromFiles)
        {
            ThrowTerminatingError(ErrorRecords.NotOneReportSource());
        }

        foreach (string name in new[] { nameof(User), nameof(IncludeChange) })
        {
            if (!IsFromApi && DefaultParameters.IsSpecified(this, name))
            {
                ThrowTerminatingError(ErrorRecords.ParameterNeedsApi(name));
            }
        }
    }

    private string Action() => "Write a report of " + (IsFromPipeline ? "the records from the pipeline"
        : IsFromFiles ? "the records of files"
        : $"the Commit records from {_range!.Start.LocalDateTime:s} to {_range.End.LocalDateTime:s}");

    private bool Prepare(AiCodeTeams? teams)
    {
        AiCodeReportBuilder.EnsureWritable(_target!, Force, NoClobber);
        var options = new AiCodeReportOptions
        {
            Title = Title,
            Range = _range,
            Teams = teams,
            PrimaryBranchOnly = PrimaryBranchOnly,
            Anonymize = Anonymize,
            TimeZone = TimeZone is null ? TimeZoneInfo.Local : TimeZones.Find(TimeZone)!,
            Culture = Culture ?? CultureInfo.CurrentCulture,
            Sources = [.. GetSources()],
            Users = IsFromApi ? User ?? [] : [],
        };
        _report = new AiCodeReportBuilder(options, IsFromApi);
        return true;
    }

    private IEnumerable<string> GetSources()
    {
        if (IsFromApi)
        {
            yield return $"Cursor\u2019s AI Code Tracking API at {ResolveBaseUri().Host}";
        }
        else if (IsFromPipeline)
        {
            yield return "records from a PowerShell pipeline";
        }
        else
        {
            // Folders can tell more about a computer than a reader needs to know.
            const int MaxNames = 3;
            string[] names = InputPath!.Select(static path => System.IO.Path.GetFileName(path.TrimEnd('/', '\\'))).ToArray();
            yield return Anonymize || names.Length > MaxNames
                ? $"exported files ({DisplayFormat.Count(names.Length, "path")})"
                : "exported files: " + string.Join(", ", names);
        }
    }

    private void AddFromApi(AiCodeReportBuilder report)
    {
        var query = new AiCodeQuery(_range!) { Users = User ?? [], Transport = Transport, PageSize = PageSize };
        using AiCodeClient client = CreateClient(MyInvocation.MyCommand.Name);
        bool includeChanges = IncludeChange;
        _ = WaitOnPipelineThread(async token =>
        {
            await report.AddRecordsAsync(client, query, includeChanges, token).ConfigureAwait(false);
            return true;
        });
        WriteSummary(DisplayFormat.Count(client.RequestCount, "request"));
    }

    private void AddFromFiles(AiCodeReportBuilder report)
    {
        IReadOnlyList<string> paths = InvokeWithErrorHandling(() => SourcePath.FindFiles(this, InputPath!, [], StopToken), InputPath);
        var files = new RecordFiles(paths, StartReporting(MyInvocation.MyCommand.Name));
        _ = WaitOnPipelineThread(token =>
        {
            files.ReadAll((file, progress) => report.AddRecords(file, progress, token));
            return Task.FromResult(true);
        });
        WriteSummary($"{DisplayFormat.Count(files.RecordCount, "record")} from {DisplayFormat.Count(paths.Count, "file")}");
    }
}
