using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Writes commits or changes to a data set: a folder with one file for each UTC day, which is continued each time.</summary>
[Cmdlet(VerbsData.Export, "AiCodeDataset", SupportsShouldProcess = true, DefaultParameterSetName = ByPath, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCodeDataset))]
public sealed class ExportAiCodeDatasetCommand : AiCodeCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    /// <summary>The path of the folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The path of the folder, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>The kind of records to get from the API.</summary>
    [Parameter(Mandatory = true)]
    public AiCodeKind Kind { get; set; }

    /// <summary>The start of the date range.</summary>
    [Parameter(Position = 1)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultDays);

    /// <summary>The end of the date range.</summary>
    [Parameter(Position = 2)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The format of the files.</summary>
    [Parameter]
    public AiCodeDatasetFormat Format { get; set; } = AiCodeDatasetFormat.Parquet;

    /// <summary>Whether to compress CSV files with gzip.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>How the records are downloaded.</summary>
    [Parameter]
    public AiCodeTransport Transport { get; set; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page.</summary>
    [Parameter]
    [ValidateRange(1, AiCodeQuery.MaxPageSize)]
    public int PageSize { get; set; } = AiCodeQuery.MaxPageSize;

    /// <summary>Whether to write the result of the export to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        AiCodeDatasetOptions options = GetOptions();
        string range = options.StartDate is { } start ? $" since {start.LocalDateTime:s}" : "";
        if (!ShouldProcess(options.Path, $"Write the {Kind} records{range} that the data set lacks, by UTC day"))
        {
            return;
        }

        using AiCodeClient client = CreateClient(MyInvocation.MyCommand.Name);
        try
        {
            AiCodeDataset result = WaitOnPipelineThread(token => client.ExportDatasetAsync(Kind, options, token), options.Path);
            WriteSummary(FormattableString.Invariant(
                $"Wrote {DisplayFormat.Count(result.RecordCount, "record")} of {DisplayFormat.Count(result.DayCount, "day")} to '{result.Path}': {DisplayFormat.Size(result.Length)}, {DisplayFormat.Count(result.RequestCount, "request")}"));
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

    private AiCodeDatasetOptions GetOptions()
    {
        bool hasStart = MyInvocation.BoundParameters.ContainsKey(nameof(StartDate));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset end = EndDate.Resolve(now);
        AiCodeDateRange? range = hasStart ? ResolveRange(StartDate, EndDate) : null;
        return new AiCodeDatasetOptions
        {
            Path = TargetPath.Resolve(this, Path, LiteralPath),
            Format = GetFormat(),
            StartDate = range?.Start,
            EndDate = range?.End ?? end,
            Transport = Transport,
            PageSize = PageSize,
        };
    }

    private AiCodeFileFormat GetFormat()
    {
        if (Format == AiCodeDatasetFormat.Csv)
        {
            return Compress ? AiCodeFileFormat.CompressedCsv : AiCodeFileFormat.Csv;
        }

        if (Compress)
        {
            ThrowTerminatingError(ErrorRecords.CompressWithParquet());
        }

        return GetParquet();
    }

    // A method of its own, because its assembly is loaded when it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
#if NET
    private static AiCodeFileFormat GetParquet() => Parquet.ParquetFileFormat.Instance;
#else
    private AiCodeFileFormat GetParquet()
    {
        ThrowTerminatingError(ErrorRecords.ParquetNotSupported());
        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }
#endif
}
