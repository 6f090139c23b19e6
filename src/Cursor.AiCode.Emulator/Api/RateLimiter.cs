using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>How many requests one endpoint still takes in a minute.</summary>
internal sealed class RateLimiter(int limit, LimitModel model)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly Queue<DateTimeOffset> _acquired = new();

    /// <summary>Takes a request at a moment. Null where it may pass, otherwise how long until one may.</summary>
    public TimeSpan? TryAcquire(DateTimeOffset now)
    {
        if (limit <= 0)
        {
            return null;
        }

        lock (_lock)
        {
            DateTimeOffset since = model == LimitModel.Fixed
                ? new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero)
                : now - Minute;
            while (_acquired.TryPeek(out DateTimeOffset oldest) && (model == LimitModel.Fixed ? oldest < since : oldest <= since))
            {
                _acquired.Dequeue();
            }

            if (_acquired.Count < limit)
            {
                _acquired.Enqueue(now);
                return null;
            }

            return (model == LimitModel.Fixed ? since : _acquired.Peek()) + Minute - now;
        }
    }
}
