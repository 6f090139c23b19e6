using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Credentials;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>What all commands share: the connection, and the wait of the pipeline thread for Core.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AiCodeCommand : PSCmdlet, IDisposable
{
    /// <summary>Where the help of all commands is online.</summary>
    internal const string OnlineHelp = "https://www.powershellgallery.com/packages/Cursor.AiCode";

    private protected const string BaseUriDefault = "CURSOR_API_BASEURI, else https://api.cursor.com";
    private protected const string RequestsPerMinuteDefault = "20";

    /// <summary>How many days before its end a range starts that is not given one.</summary>
    private protected const int DefaultDays = 7;

    private const string BaseUriVariable = "CURSOR_API_BASEURI";
    private const int WriteEveryMilliseconds = 100;

    private readonly CancellationTokenSource _stop = new();
    private Reporter? _reporter;

    /// <summary>The API key.</summary>
    [Parameter]
    [ValidateNotNull]
    public virtual SecureString? ApiKey { get; set; }

    /// <summary>The name of the secret that holds the API key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public virtual string? SecretName { get; set; }

    /// <summary>The vault that holds the secret.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public virtual string? Vault { get; set; }

    /// <summary>The address of the API.</summary>
    [Parameter]
    [ValidateNotNull]
    [PSDefaultValue(Help = BaseUriDefault)]
    public virtual Uri? BaseUri { get; set; }

    /// <summary>The requests a minute to each endpoint.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [PSDefaultValue(Help = RequestsPerMinuteDefault)]
    public virtual int RequestsPerMinute { get; set; }

    /// <summary>Ends when the user does not want the command any more.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Lets go of what the command holds, also where the pipeline ended early.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    /// <summary>A client of the API with the key that the user meant.</summary>
    private protected AiCodeClient Connect(string activity)
    {
        Uri address = Address();
        return Connect(activity, address, ClockSkewMargin(() => FindKey(), null));
    }

    /// <summary>The key that the user meant.</summary>
    /// <exception cref="ErrorRecordException">There is none, or it can't be had.</exception>
    private protected ResolvedKey FindKey() => new ApiKeyResolver(this, StopToken).Resolve(ApiKey, SecretName, Vault);

    /// <summary>A client of the API at <paramref name="address"/> with <paramref name="key"/>.</summary>
    private protected AiCodeClient Connect(string activity, Uri address, ResolvedKey key)
    {
        WriteVerbose($"The API key comes from {key.Source}; the API is at {address}");
        _reporter = new Reporter(this, activity);
        var connection = new AiCodeClientOptions(key.Key, address)
        {
            RequestsPerMinute = RequestsPerMinute > 0 ? RequestsPerMinute : null,
        };
        return new AiCodeClient(connection, _reporter.Notify);
    }

    /// <summary>Waits for Core on the pipeline thread, writing what it reports.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work, object? target = null)
    {
        Task<T> task = Task.Run(() => work(StopToken));
        while (Task.WaitAny([task], WriteEveryMilliseconds) < 0)
        {
            _reporter?.Write();
        }

        _reporter?.Write();
        return ClockSkewMargin(() => task.GetAwaiter().GetResult(), target);
    }

    /// <summary>How many records the API counts; null where it has not said it of the whole call.</summary>
    private protected long? Counted => _reporter?.Counted;

    /// <summary>Tells what came of the call.</summary>
    private protected void Tell(string result) => _reporter?.Tell(result);

    /// <summary>Takes the progress bar away.</summary>
    private protected void CompleteProgress() => _reporter?.Complete();

    /// <summary>Makes PowerShell's errors of Core's.</summary>
    private protected T ClockSkewMargin<T>(Func<T> work, object? target)
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

    /// <summary>The instants of a range; an error where its start lies after its end.</summary>
    private protected AiCodeDateRange ResolveRange(AiCodeDate start, AiCodeDate end)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset from = start.Resolve(now);
        DateTimeOffset to = end.Resolve(now);
        if (from > to)
        {
            ThrowTerminatingError(ErrorRecords.StartAfterEnd(start, end));
        }

        return new AiCodeDateRange(from, to);
    }

    /// <summary>The address of the API that the user meant.</summary>
    private protected Uri Address()
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable(BaseUriVariable);
        Uri? address = BaseUri;
        if (address is null && !string.IsNullOrWhiteSpace(fromEnvironment))
        {
            _ = Uri.TryCreate(fromEnvironment!.Trim(), UriKind.RelativeOrAbsolute, out address);
        }

        address ??= AiCodeClientOptions.DefaultBaseUri;
        if (AiCodeClientOptions.GetBaseUriError(address) is { } reason)
        {
            ThrowTerminatingError(ErrorRecords.InvalidBaseUri(address.OriginalString, reason));
        }

        return address;
    }
}
