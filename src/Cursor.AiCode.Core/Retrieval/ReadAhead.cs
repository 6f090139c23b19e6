using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Reads beside the caller, a few items ahead of what it has taken: neither waits for the other where now the one, now
/// the other is the slower.
/// </summary>
internal sealed class ReadAhead<T> : IAsyncDisposable
    where T : class
{
    private const int MaxBufferedItems = 4;

    private readonly Func<Task<T?>> _read;
    private readonly CancellationToken _stop;
    private readonly ConcurrentQueue<T> _items = new();
    private readonly SemaphoreSlim _room = new(MaxBufferedItems);
    private readonly SemaphoreSlim _told = new(0);
    private Task? _reading;

    /// <summary>Reads by <paramref name="read"/>, which gives null at the end, until <paramref name="stop"/>.</summary>
    public ReadAhead(Func<Task<T?>> read, CancellationToken stop)
    {
        _read = read;
        _stop = stop;
    }

    /// <summary>The next item; null at the end. A failure comes after the items that were read before it.</summary>
    public async Task<T?> NextAsync()
    {
        _reading ??= Task.Run(ReadAsync);
        await _told.WaitAsync().ConfigureAwait(false);
        if (_items.TryDequeue(out T? item))
        {
            _ = _room.Release();
            return item;
        }

        _ = _told.Release();
        await _reading.ConfigureAwait(false);
        return null;
    }

    /// <summary>Waits for the end of the read that is under way, be it by the stop.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_reading ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AiCodeException)
        {
            // What was read ahead was not wanted any more.
        }

        _room.Dispose();
        _told.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(_stop).ConfigureAwait(false);
                if (await _read().ConfigureAwait(false) is not { } item)
                {
                    return;
                }

                _items.Enqueue(item);
                _ = _told.Release();
            }
        }
        finally
        {
            _ = _told.Release();
        }
    }
}
