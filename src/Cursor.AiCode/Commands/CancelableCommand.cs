using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>The base class of all cmdlets: cancellation, waiting on the pipeline thread, progress and errors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CancelableCommand : PSCmdlet, IDisposable
{
    /// <summary>The address of the online help.</summary>
    internal const string OnlineHelp = "https://www.powershellgallery.com/packages/Cursor.AiCode";

    private const int WriteEveryMilliseconds = 100;

    private readonly CancellationTokenSource _stop = new();
    private Reporter? _reporter;

    /// <summary>Is canceled when the user stops the command.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Cancels what is running, and releases resources. It is also called if the pipeline ends early.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    /// <summary>Starts to report progress and other events.</summary>
    /// <param name="activity">The name of the command.</param>
    /// <returns>Reports an event, on any thread. It is written when the pipeline thread waits, or calls <see cref="WriteEvents"/>.</returns>
    private protected Action<AiCodeEvent> StartReporting(string activity)
    {
        _reporter = new Reporter(this, activity);
        return _reporter.Enqueue;
    }

    /// <summary>Writes the reported events. Must be called on the pipeline thread.</summary>
    private protected void WriteEvents() => _reporter?.Write();

    /// <summary>Waits for a task on the pipeline thread, and writes the events that the client reports.</summary>
    private protected T WaitOnPipelineThread<T>(Func<CancellationToken, Task<T>> work, object? target = null)
    {
        Task<T> task = Task.Run(() => work(StopToken));
        try
        {
            while (!task.IsCompleted)
            {
                _ = Task.WaitAny([task, _reporter?.FlushRequested ?? task], WriteEveryMilliseconds);
                _reporter?.Write();
            }

            _reporter?.Write();
        }
        catch
        {
            // A preference made an error of a warning, or the user stopped the pipeline. The work must not go on after the
            // command has ended.
            _stop.Cancel();
            _ = Task.WaitAny(task);
            throw;
        }

        return InvokeWithErrorHandling(() => task.GetAwaiter().GetResult(), target);
    }

    /// <summary>The number of records that the API reported; null if it didn't report one for the whole call.</summary>
    private protected long? ReportedCount => _reporter?.ReportedCount;

    /// <summary>Waits, on another thread, until all events are written that the client has reported.</summary>
    private protected Task FlushAsync(CancellationToken cancellationToken) => _reporter?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Writes a verbose line with the result of the call.</summary>
    private protected void WriteSummary(string result) => _reporter?.WriteSummary(result);

    /// <summary>Removes the progress bar.</summary>
    private protected void CompleteProgress() => _reporter?.Complete();

    /// <summary>Runs <paramref name="work"/>, and converts exceptions to terminating errors.</summary>
    private protected T InvokeWithErrorHandling<T>(Func<T> work, object? target)
    {
        try
        {
            return work();
        }
        catch (ErrorRecordException e)
        {
            ThrowTerminatingError(e.Record);
        }
        catch (AiCodeException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, target));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }
}
