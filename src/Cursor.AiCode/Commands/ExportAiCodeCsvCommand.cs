using System;
using System.Management.Automation;
using System.Security;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Export;
using Cursor.AiCode.Parameters;
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

    /// <summary>The path of the file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromApi)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPipeline)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The path of the file, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromApiLiteral)]
    [Parameter(Mandatory = true, ParameterSetName = FromPipelineLiteral)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

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
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultDays);

    /// <summary>The end of the date range.</summary>
    [Parameter(Position = 2, ParameterSetName = FromApi)]
    [Parameter(Position = 2, ParameterSetName = FromApiLiteral)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The users whose records are requested. The default is all users.</summary>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    [Alias("UserEmail", "UserId", "Email")]
    [ValidateNotNullOrEmpty]
    [ValidateUser]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>How the records are downloaded.</summary>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    public AiCodeTransport Transport { get; set; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page.</summary>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
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
    [ValidateSet("utf8", "utf8BOM")]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Whether to write the result of the export to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc cref="AiCodeCommand.ApiKey"/>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    [ValidateNotNull]
    public override SecureString? ApiKey { get; set; }

    /// <inheritdoc cref="AiCodeCommand.SecretName"/>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public override string? SecretName { get; set; }

    /// <inheritdoc cref="AiCodeCommand.Vault"/>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public override string? Vault { get; set; }

    /// <inheritdoc cref="AiCodeCommand.BaseUri"/>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    [ValidateNotNull]
    [PSDefaultValue(Help = BaseUriDefault)]
    public override Uri? BaseUri { get; set; }

    /// <inheritdoc cref="AiCodeCommand.RequestsPerMinute"/>
    [Parameter(ParameterSetName = FromApi)]
    [Parameter(ParameterSetName = FromApiLiteral)]
    [ValidateRange(1, 10_000)]
    [PSDefaultValue(Help = RequestsPerMinuteDefault)]
    public override int RequestsPerMinute { get; set; }

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
        if (!ShouldProcess(path, Action()))
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
            ByteOrderMark = Encoding.Equals("utf8BOM", StringComparison.OrdinalIgnoreCase),
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
            _ = InvokeWithErrorHandling(() => Add(_file, InputObject?.BaseObject), _options!.Path);
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
            // A preference can make an error of a message, which must not be the first one after the file was replaced.
            WriteVerbose($"Writing '{_options.Path}'.");
        }

        AiCodeExport result = _file is null
            ? Fetch(_options)
            : InvokeWithErrorHandling(_file.Complete, _options.Path) with { Duration = DateTime.UtcNow - _started };
        WriteVerbose(Summary(result));
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

    private static bool Add(AiCodeCsvWriter file, object? record)
    {
        switch (record)
        {
            case AiCommit when file.Kind == AiCodeKind.Change:
            case AiCodeChange when file.Kind == AiCodeKind.Commit:
                throw new ErrorRecordException(ErrorRecords.MixedRecords(file.Kind.Value, record));
            case AiCommit commit:
                file.Add(commit);
                return true;
            case AiCodeChange change:
                file.Add(change);
                return true;
            default:
                throw new ErrorRecordException(ErrorRecords.NotARecord(record));
        }
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
            DateTimeOffset end = EndDate.Resolve(DateTimeOffset.UtcNow);
            return new AiCodeDateRange(StartDate.Resolve(end), end);
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
