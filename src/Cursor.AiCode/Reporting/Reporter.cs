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

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _activityId;
    private readonly ConcurrentQueue<AiCodeNotice> _notices = new();
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _nextProgress = ProgressAfter;
    private ProgressNotice? _progress;
    private WaitNotice? _wait;
    private TimeSpan _waitEnds;
    private bool _shown;

    public Reporter(Cmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
        _activityId = activity.Length;
    }

    /// <summary>Takes a notice, on any thread.</summary>
    public void Notify(AiCodeNotice notice) => _notices.Enqueue(notice);

    /// <summary>Writes what has been noticed. Only for the pipeline thread.</summary>
    public void Write()
    {
        while (_notices.TryDequeue(out AiCodeNotice? notice))
        {
            Take(notice);
        }

        if (_elapsed.Elapsed >= _nextProgress)
        {
            _nextProgress = _elapsed.Elapsed + ProgressEvery;
            WriteProgress();
        }
    }

    /// <summary>Takes the progress bar away.</summary>
    public void Complete()
    {
        if (_shown)
        {
            _shown = false;
            _cmdlet.WriteProgress(new ProgressRecord(_activityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Size(long bytes) => bytes < 1024 * 1024 ? Text($"{bytes / 1024.0:0.0} KB") : Text($"{bytes / 1048576.0:0.0} MB");

    private void Take(AiCodeNotice notice)
    {
        switch (notice)
        {
            case RequestNotice request:
                _wait = null;
                string status = request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
                string records = request.Records is { } count ? Text($", {count:N0} records, {Size(request.Bytes)}") : "";
                string problem = request.Problem is null ? "" : $" - {request.Problem}";
                _cmdlet.WriteVerbose(Text($"GET {request.Address} -> {status}{records}, {request.Elapsed.TotalSeconds:0.000} s{problem}"));
                break;
            case WaitNotice wait:
                _wait = wait;
                _waitEnds = _elapsed.Elapsed + wait.Duration;
                _cmdlet.WriteVerbose(Text($"Waiting {wait.Duration.TotalSeconds:0.0} s: {wait.Reason}."));
                break;
            case ProgressNotice progress:
                _wait = null;
                _progress = progress;
                break;
            case WarningNotice warning:
                _cmdlet.WriteWarning(warning.Message);
                break;
        }
    }

    private void WriteProgress()
    {
        long records = _progress?.Records ?? 0;
        long? expected = _progress?.Expected;
        string status = expected is { } all && all > 0 ? Text($"{records:N0} of {all:N0} records") : Text($"{records:N0} records");
        var record = new ProgressRecord(_activityId, _activity, status);
        if (expected is > 0 and { } total)
        {
            record.PercentComplete = (int)Math.Min(100, 100 * records / total);
            if (records > 0)
            {
                record.SecondsRemaining = (int)Math.Min(int.MaxValue, _elapsed.Elapsed.TotalSeconds * (total - records) / records);
            }
        }

        if (_wait is { } wait)
        {
            double left = Math.Max(0, (_waitEnds - _elapsed.Elapsed).TotalSeconds);
            record.CurrentOperation = Text($"Waiting {left:0} s: {wait.Reason}");
            record.SecondsRemaining = (int)left;
        }

        _shown = true;
        _cmdlet.WriteProgress(record);
    }
}
