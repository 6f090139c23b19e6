using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Reporting;

/// <summary>
/// Writes the events of the client on the pipeline thread: a verbose line for each request and wait, warnings, and
/// progress if a call takes more than a second.
/// </summary>
internal sealed class Reporter
{
    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(1);

    // Windows PowerShell draws each update immediately, which can make a command a hundred times slower.
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    // PowerShell distinguishes the progress bars of different commands.
    private const int ActivityId = 0;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly ConcurrentQueue<AiCodeEvent> _events = new();
    private volatile TaskCompletionSource<bool> _flush = NewFlush();
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _nextProgress = ProgressAfter;
    private ProgressEvent? _progress;
    private WaitEvent? _wait;
    private TimeSpan _waitEnds;
    private bool _isShown;

    public Reporter(Cmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    /// <summary>The number of records that the API reported first; null if it didn't report one for the whole call.</summary>
    public long? ReportedCount { get; private set; }

    /// <summary>Adds an event, on any thread.</summary>
    public void Enqueue(AiCodeEvent reported) => _events.Enqueue(reported);

    /// <summary>Ends when <see cref="Write"/> must be called without delay.</summary>
    public Task FlushRequested => _flush.Task;

    /// <summary>Waits until the events that were added are written, on any thread. If writing fails, it waits until it's canceled.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> written = NewFlush();
        using CancellationTokenRegistration registration = cancellationToken.Register(() => written.TrySetCanceled());
        _ = _flush.TrySetResult(true);
        _events.Enqueue(new FlushEvent(written));
        _ = await written.Task.ConfigureAwait(false);
    }

    /// <summary>Writes the events that were added. Must be called on the pipeline thread.</summary>
    public void Write()
    {
        while (_events.TryDequeue(out AiCodeEvent? reported))
        {
            Handle(reported);
        }

        if (_elapsed.Elapsed >= _nextProgress)
        {
            _nextProgress = _elapsed.Elapsed + ProgressEvery;
            WriteProgress();
        }
    }

    /// <summary>Writes a verbose line with the result and the duration of the call.</summary>
    public void WriteSummary(string result) => WriteVerbose(Text($"{result}, {_elapsed.Elapsed.TotalSeconds:0.000} s"));

    /// <summary>Removes the progress bar, unless the user stopped the pipeline, which removes it.</summary>
    public void Complete()
    {
        if (_isShown && !_cmdlet.Stopping)
        {
            _isShown = false;
            _cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static TaskCompletionSource<bool> NewFlush() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Text(FormattableString text) => DisplayText.Clean(FormattableString.Invariant(text));

    private void WriteVerbose(string text) => _cmdlet.WriteVerbose(DisplayText.Clean(text));

    private void Handle(AiCodeEvent reported)
    {
        switch (reported)
        {
            case RequestEvent request:
                _wait = null;
                string status = request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no response";
                string records = request.Records is { } count ? $", {DisplayFormat.Count(count, "record")}, {DisplayFormat.Size(request.Bytes)}" : "";
                string problem = request.Problem is null ? "" : $" - {DisplayFormat.RemoveAddress(request.Problem, request.Address)}";
                WriteVerbose(Text($"GET {request.Address} -> {status}{records}, {request.Elapsed.TotalSeconds:0.000} s{problem}"));
                break;
            case WaitEvent wait:
                _wait = wait;
                _waitEnds = _elapsed.Elapsed + wait.Duration;
                WriteVerbose(Text($"Waiting {wait.Duration.TotalSeconds:0.0} s: {wait.Reason}."));
                break;
            case StepEvent step:
                WriteVerbose(step.Message);
                break;
            case CountEvent counted:
                ReportedCount ??= counted.Records;
                break;
            case ProgressEvent progress:
                _wait = null;
                _progress = progress;
                break;
            case FlushEvent flush:
                _flush = NewFlush();
                _ = flush.Written.TrySetResult(true);
                break;
            case WarningEvent warning:
                _cmdlet.WriteWarning(DisplayText.Clean(warning.Message));
                break;
        }
    }

    private void WriteProgress()
    {
        string records = DisplayFormat.Count(_progress?.Records ?? 0, "record");
        string status = _progress is null ? "Sending request" : _progress.Expected is { } all ? Text($"{_progress.Records:N0} of {DisplayFormat.Count(all, "record")}") : records;
        var record = new ProgressRecord(ActivityId, _activity, status);
        double left = 0;
        if (_progress is { Share: > 0 and var share })
        {
            record.PercentComplete = (int)(100 * share);
            left = _elapsed.Elapsed.TotalSeconds * (1 - share) / share;
            record.SecondsRemaining = Seconds(left);
        }

        if (_wait is { } wait)
        {
            double waitLeft = Math.Max(0, (_waitEnds - _elapsed.Elapsed).TotalSeconds);
            record.SecondsRemaining = Seconds(Math.Max(left, waitLeft));

            // PowerShell 7 displays the first by default, the classic view the second.
            record.StatusDescription = Text($"{status}, waiting {waitLeft:0} s");
            record.CurrentOperation = Text($"Waiting {waitLeft:0} s: {wait.Reason}");
        }

        _isShown = true;
        _cmdlet.WriteProgress(record);
    }

    private static int Seconds(double seconds) => (int)Math.Min(int.MaxValue, Math.Ceiling(seconds));

    // Everything before it was written.
    private sealed record FlushEvent : AiCodeEvent
    {
        public FlushEvent(TaskCompletionSource<bool> written) => Written = written;

        public TaskCompletionSource<bool> Written { get; }
    }
}
