using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Records;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Reads commits or changes from CSV files as objects.</summary>
[Cmdlet(VerbsData.Import, "AiCodeCsv", DefaultParameterSetName = ByPath, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCommit), typeof(AiCodeChange))]
public sealed class ImportAiCodeCsvCommand : CancelableCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private readonly List<string> _paths = [];

    /// <summary>The paths of files and folders, which can contain wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    [SourcePathTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The paths of files and folders, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _paths.AddRange(InvokeWithErrorHandling(
            () => ParameterSetName == ByPath
                ? Path.SelectMany(path => SourcePath.Resolve(this, path)).ToList()
                : LiteralPath.Select(path => SourcePath.ResolveLiteral(this, path)).ToList(),
            null));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // A pipeline of folders and their files leads to a file twice.
        List<string> paths = _paths.SelectMany(path => InvokeWithErrorHandling(() => AiCodeCsvFiles.Find(path, StopToken), path)).Distinct(StringComparer.Ordinal).ToList();
        var files = new RecordFiles(paths, StartReporting(MyInvocation.MyCommand.Name));
        try
        {
            foreach (string path in paths)
            {
                Import(path, files);
            }

            WriteSummary($"{DisplayFormat.Count(files.RecordCount, "record")} from {DisplayFormat.Count(paths.Count, "file")}");
        }
        finally
        {
            CompleteProgress();
        }
    }

    private void Import(string path, RecordFiles files)
    {
        using AiCodeCsvReader reader = InvokeWithErrorHandling(() => new AiCodeCsvReader(path), path);
        if (reader.Kind == AiCodeKind.Change)
        {
            WriteRecords(reader, reader.ReadChanges(StopToken), files);
        }
        else
        {
            WriteRecords(reader, reader.ReadCommits(StopToken), files);
        }

        files.Complete(reader);
        WriteEvents();
        WriteVerbose(DisplayText.Clean($"{path}: {reader.Kind?.ToString() ?? "blank"}, {DisplayFormat.Count(reader.RecordCount, "record")}, {DisplayFormat.Size(reader.Length)}"));
    }

    private void WriteRecords<T>(AiCodeCsvReader reader, IEnumerable<IReadOnlyList<T>> batches, RecordFiles files)
    {
        using IEnumerator<IReadOnlyList<T>> batch = batches.GetEnumerator();
        while (InvokeWithErrorHandling(batch.MoveNext, reader.Path))
        {
            WriteObject(batch.Current, enumerateCollection: true);
            files.ReportProgress(reader);
            WriteEvents();
        }
    }
}
