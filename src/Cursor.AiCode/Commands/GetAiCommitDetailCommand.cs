using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Gets the lines of commits that AI wrote: in which files, by which models, and in which conversations.</summary>
[Cmdlet(VerbsCommon.Get, "AiCommitDetail", HelpUri = OnlineHelp)]
[OutputType(typeof(AiCommitDetail), typeof(AiCommitDetailRange))]
public sealed class GetAiCommitDetailCommand : AiCodeCommand
{
    // As many as the API accepts in one request.
    private const int BatchSize = 100;

    // A hash is a hexadecimal number, which can be written in either case.
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _pending = [];
    private AiCodeClient? _client;
    private long _written;

    /// <summary>The hashes of the commits.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [CommitHashTransformation]
    [ArgumentCompleter(typeof(CommitCompleter))]
    public string[] CommitHash { get; set; } = [];

    /// <summary>The branch that the commits must be on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CommitCompleter))]
    public string? Branch { get; set; }

    /// <summary>Whether to write one flat row for each range of lines.</summary>
    [Parameter]
    public SwitchParameter ExpandRange { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string given in CommitHash)
        {
            // A list in a file can have blank lines. As an argument, a blank hash is usually a variable that isn't set.
            string hash = given.Trim();
            if ((hash.Length > 0 || !MyInvocation.ExpectingInput) && _seen.Add(hash))
            {
                _pending.Add(hash);
            }

            if (_pending.Count == BatchSize)
            {
                WritePending();
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WritePending();
        if (_client is not null)
        {
            WriteSummary($"{DisplayFormat.Count(_written, "object")}, {DisplayFormat.Count(_client.RequestCount, "request")}");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _client?.Dispose();
        }
    }

    private void WritePending()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        _client ??= CreateClient(MyInvocation.MyCommand.Name);
        string[] hashes = _pending.ToArray();
        _pending.Clear();
        IAsyncEnumerator<AiCommitDetailBatch> reader = _client.ReadCommitDetailsAsync(hashes, Branch, StopToken).GetAsyncEnumerator(StopToken);
        try
        {
            while (WaitOnPipelineThread(_ => reader.MoveNextAsync().AsTask()))
            {
                Write(reader.Current);
            }
        }
        finally
        {
            Task.Run(() => reader.DisposeAsync().AsTask()).GetAwaiter().GetResult();
            CompleteProgress();
        }
    }

    private void Write(AiCommitDetailBatch batch)
    {
        foreach (AiCommitDetail detail in batch.Details)
        {
            if (!ExpandRange)
            {
                _written++;
                WriteObject(detail);
                continue;
            }

            foreach (AiCommitDetailRange range in detail.ExpandRanges())
            {
                _written++;
                WriteObject(range);
            }
        }

        foreach (string hash in batch.UnknownHashes)
        {
            WriteError(ErrorRecords.CommitNotFound(hash, Branch));
        }
    }
}
