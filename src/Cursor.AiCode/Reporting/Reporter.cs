using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Cursor.AiCode.Reporting;

/// <summary>
/// Tells the user what Core reports, on the pipeline thread: a verbose line for each request and wait, and progress
/// where a call takes over a second.
/// </summary>
internal sealed class Reporter
{
    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(1);

    // Windows PowerShell draws each update at once, which can slow a command a hundredfold.
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    // PowerShell keeps the bars of different commands apart by itself.
    private const int ActivityId = 0;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly ConcurrentQueue<AiCodeEvent> _notices = new();
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _nextProgress = ProgressAfter;
    private ProgressEvent? _progress;
    private WaitEvent? _wait;
    private TimeSpan _waitEnds;
    private bool _shown;

    public Reporter(Cmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    /// <summary>How many records the API counted first; null where it has not said it of the whole call.</summary>
    public long? Counted { get; private set; }

    /// <summary>Takes a notice, on any thread.</summary>
    public void Notify(AiCodeEvent notice) => _notices.Enqueue(notice);

    /// <summary>Writes what has been noticed. Only for the pipeline thread.</summary>
    public void Write()
    {
        while (_notices.TryDequeue(out AiCodeEvent? notice))
        {
            Take(notice);
        }

        if (_elapsed.Elapsed >= _nextProgress)
        {
            _nextProgress = _elapsed.Elapsed + ProgressEvery;
            WriteProgress();
        }
    }

    /// <summary>Tells what came of the call, and in how much time.</summary>
    public void Tell(string result) => _cmdlet.WriteVerbose(Text($"{result}, {_elapsed.Elapsed.TotalSeconds:0.000} s"));

    /// <summary>Takes the progress bar away. A pipeline that the user stopped does that itself.</summary>
    public void Complete()
    {
        if (_shown && !_cmdlet.Stopping)
        {
            _shown = false;
            _cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private void Take(AiCodeEvent notice)
    {
        switch (notice)
        {
            case RequestEvent request:
                _wait = null;
                string status = request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no response";
                string records = request.Records is { } count ? $", {DisplayFormat.Count(count, "record")}, {DisplayFormat.Size(request.Bytes)}" : "";
                string problem = request.Problem is null ? "" : $" - {DisplayFormat.Without(request.Address, request.Problem)}";
                _cmdlet.WriteVerbose(Text($"GET {request.Address} -> {status}{records}, {request.Elapsed.TotalSeconds:0.000} s{problem}"));
                break;
            case WaitEvent wait:
                _wait = wait;
                _waitEnds = _elapsed.Elapsed + wait.Duration;
                _cmdlet.WriteVerbose(Text($"Waiting {wait.Duration.TotalSeconds:0.0} s: {wait.Reason}."));
                break;
            case StepEvent step:
                _cmdlet.WriteVerbose(step.Message);
                break;
            case CountEvent counted:
                Counted ??= counted.Records;
                break;
            case ProgressEvent progress:
                _wait = null;
                _progress = progress;
                break;
            case WarningEvent warning:
                _cmdlet.WriteWarning(warning.Message);
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

            // The first is what the usual view shows, the second the classic one.
            record.StatusDescription = Text($"{status}, waiting {waitLeft:0} s");
            record.CurrentOperation = Text($"Waiting {waitLeft:0} s: {wait.Reason}");
        }

        _shown = true;
        _cmdlet.WriteProgress(record);
    }

    private static int Seconds(double seconds) => (int)Math.Min(int.MaxValue, Math.Ceiling(seconds));
}
