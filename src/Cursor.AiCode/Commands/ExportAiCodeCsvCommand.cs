using System;
using System.Management.Automation;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Export;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Records;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Writes commits or changes to a CSV file, which is created or replaced atomically.</summary>
[Cmdlet(VerbsData.Export, "AiCodeCsv", SupportsShouldProcess = true, DefaultParameterSetName = FromPipeline, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCodeExport))]
public sealed class ExportAiCodeCsvCommand : AiCodeCommand
{
    private const string FromApi = "FromApi";
    private const string FromApiLiteral = "FromApiLiteralPath";
    private const string FromPipeline = "FromPipeline";
    private const string FromPipelineLiteral = "FromPipelineLiteralPath";

    private AiCodeDateRange? _range;
    private AiCodeExportOptions? _options;
    private AiCodeCsvWriter? _file;
    private DateTime _started;
    private string _path = "";
    private string _literalPath = "";
    private UpstreamErrors? _upstreamErrors;
    private bool _hasReportedProperties;

    /// <summary>The path of the file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromApi)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPipeline)]
    [ValidateNotNullOrEmpty]
    public string Path
    {
        get => _path;
        set => _path = NoteErrors(value);
    }

    /// <summary>The path of the file, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromApiLiteral)]
    [Parameter(Mandatory = true, ParameterSetName = FromPipelineLiteral)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath
    {
        get => _literalPath;
        set => _literalPath = NoteErrors(value);
    }

    /// <summary>The kind of records to get from the API.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromApi)]
    [Parameter(Mandatory = true, ParameterSetName = FromApiLiteral)]
    public AiCodeKind Kind { get; set; }

    /// <summary>The records to write.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromPipeline)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromPipelineLiteral)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The start of the date range.</summary>
    [Parameter(Position = 1, ParameterSetName = FromApi)]
    [Parameter(Position = 1, ParameterSetName = FromApiLiteral)]
    [Parameter(ParameterSetName = FromPipeline)]
    [Parameter(ParameterSetName = FromPipelineLiteral)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultDays);

    /// <summary>The end of the date range.</summary>
    [Parameter(Position = 2, ParameterSetName = FromApi)]
    [Parameter(Position = 2, ParameterSetName = FromApiLiteral)]
    [Parameter(ParameterSetName = FromPipeline)]
    [Parameter(ParameterSetName = FromPipelineLiteral)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The users whose records are requested. The default is all users.</summary>
    [Parameter]
    [Alias("UserEmail", "UserId", "Email")]
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

    /// <summary>Whether to add the missing records to the file.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Whether to replace a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether to fail if the file exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Whether to escape texts that a spreadsheet would run as formulas.</summary>
    [Parameter]
    public SwitchParameter EscapeFormula { get; set; }

    /// <summary>The encoding of a new file.</summary>
    [Parameter]
    [EncodingTransformation]
    [ValidateSet(EncodingTransformationAttribute.Utf8, EncodingTransformationAttribute.Utf8Bom, "utf8NoBOM")]
    public string Encoding { get; set; } = EncodingTransformationAttribute.Utf8;

    /// <summary>Whether to write the result of the export to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsFromApi => ParameterSetName is FromApi or FromApiLiteral;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _started = DateTime.UtcNow;
        if (IsFromApi && MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(ErrorRecords.KindWithInput());
        }

        _range = IsFromApi ? GetRange() : null;
        string path = TargetPath.Resolve(this, Path, LiteralPath);
        if (!ShouldProcess(DisplayText.Clean(path), Action()))
        {
            return;
        }

        _options = new AiCodeExportOptions
        {
            Path = path,
            Append = Append,
            Force = Force,
            NoClobber = NoClobber,
            EscapeFormula = EscapeFormula,
            ByteOrderMark = Encoding.Equals(EncodingTransformationAttribute.Utf8Bom, StringComparison.OrdinalIgnoreCase),
            ComputeHash = PassThru,
        };
        if (!IsFromApi)
        {
            _file = InvokeWithErrorHandling(() => new AiCodeCsvWriter(_options, StopToken), path);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_file is not null)
        {
            WaitForOtherProcesses(_file);
            _ = InvokeWithErrorHandling(() => Add(_file, InputObject), _options!.Path);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_options is null)
        {
            return;
        }

        if (_file is not null)
        {
            if (_upstreamErrors?.FindFirst() is { } error)
            {
                ThrowTerminatingError(ErrorRecords.UpstreamError(_options.Path, error));
            }

            if (_file.OmittedColumns is { Count: > 0 } columns)
            {
                WriteWarning(DisplayText.Clean($"'{_options.Path}' doesn't have columns of which the records have values: {string.Join(", ", columns)}. Export to a new file to get them."));
            }

            // A preference can make an error of a message, which must not be the first one after the file was replaced.
            WriteVerbose(DisplayText.Clean($"Writing '{_options.Path}'."));
        }

        AiCodeExport result = _file is null
            ? Fetch(_options)
            : InvokeWithErrorHandling(_file.Complete, _options.Path) with { Duration = DateTime.UtcNow - _started };
        WriteVerbose(DisplayText.Clean(Summary(result)));
        if (PassThru)
        {
            WriteObject(result);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _file?.Dispose();
        }
    }

    private void WaitForOtherProcesses(AiCodeCsvWriter file)
    {
        if (!Append || file.Kind is not null)
        {
            return;
        }

        Action<AiCodeEvent> report = StartReporting(MyInvocation.MyCommand.Name);
        try
        {
            _ = WaitOnPipelineThread(
                async token =>
                {
                    await file.LockAsync(report, token).ConfigureAwait(false);
                    return true;
                },
                _options!.Path);
        }
        finally
        {
            CompleteProgress();
        }
    }

    private bool Add(AiCodeCsvWriter file, PSObject? input)
    {
        object record = ToRecord(input);
        switch (record)
        {
            case AiCommit when file.Kind == AiCodeKind.Change:
            case AiCodeChange when file.Kind == AiCodeKind.Commit:
                throw new ErrorRecordException(ErrorRecords.MixedRecords(file.Kind.Value, record));
            case AiCommit commit:
                file.Add(commit);
                break;
            case AiCodeChange change:
                file.Add(change);
                break;
        }

        return true;
    }

    // What the pipeline shows is written, as Export-Csv does: properties that a script replaced, and objects of other types
    // with the properties of a record.
    private object ToRecord(PSObject? input)
    {
        if (input is not null)
        {
            ReportUnknownProperties(input);
        }

        return PipelineRecord.Read(input);
    }

    private void ReportUnknownProperties(PSObject input)
    {
        if (_hasReportedProperties)
        {
            return;
        }

        _hasReportedProperties = true;
        string unknown = string.Join(", ", RecordConverter.GetUnknownProperties(input));
        if (unknown.Length > 0)
        {
            WriteVerbose(DisplayText.Clean($"Not written, because the file has no column for it: {unknown}"));
        }
    }

    // The path is bound before any command of the pipeline begins.
    private string NoteErrors(string path)
    {
        _upstreamErrors = new UpstreamErrors(this);
        return path;
    }

    private string Action() => _range is null ? "Write the records from the pipeline"
        : Append ? $"Add the missing {Kind} records up to {_range.End.LocalDateTime:s}"
        : $"Write the {Kind} records from {_range.Start.LocalDateTime:s} to {_range.End.LocalDateTime:s}";

    private string Summary(AiCodeExport result)
    {
        string added = DisplayFormat.Count(result.RecordCount, "record");
        string what = Append ? FormattableString.Invariant($"Added {added}; '{result.Path}' now contains {result.TotalRecordCount:N0}") : $"Wrote {added} to '{result.Path}'";
        string requests = IsFromApi ? $", {DisplayFormat.Count(result.RequestCount, "request")}" : "";
        return FormattableString.Invariant($"{what}: {DisplayFormat.Size(result.Length)}{requests}, {result.Duration.TotalSeconds:0.000} s");
    }

    // An append starts at the newest record of the file. Without -StartDate, an end in the past is therefore not an error.
    private AiCodeDateRange GetRange()
    {
        if (Append && !MyInvocation.BoundParameters.ContainsKey(nameof(StartDate)))
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            DateTimeOffset end = EndDate.Resolve(now);
            DateTimeOffset start = StartDate.Resolve(end);
            CheckRange(StartDate, start, EndDate, end, now);
            return new AiCodeDateRange(start, end);
        }

        return ResolveRange(StartDate, EndDate);
    }

    private AiCodeExport Fetch(AiCodeExportOptions options)
    {
        var query = new AiCodeQuery(_range!) { Users = User ?? [], Transport = Transport, PageSize = PageSize };
        using AiCodeClient client = CreateClient(MyInvocation.MyCommand.Name);
        try
        {
            // Before that, no file is replaced: a warning is an error if a preference says so.
            AiCodeExportOptions target = options with { BeforeReplace = FlushAsync };
            return WaitOnPipelineThread(token => client.ExportAsync(Kind, query, target, token), options.Path);
        }
        finally
        {
            CompleteProgress();
        }
    }
}
