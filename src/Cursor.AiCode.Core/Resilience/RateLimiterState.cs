using System;
using System.Collections.Generic;
using System.IO;

namespace Cursor.AiCode.Resilience;

/// <summary>The requests of the last minute, and the limit that a 429 response revealed.</summary>
internal sealed class RateLimiterState : IDisposable
{
    private const int Magic = 0x32424341; // "ACB2"
    private const int MaxEntries = 10_000;

    // The lowest limit that was ever documented. If fewer requests were served, other users of the key sent the rest, or
    // the rejection has another cause.
    private const int MinObservedLimit = 5;

    private static readonly TimeSpan ObservedLimitLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnexplainedRefusalLifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly List<Entry> _entries = [];
    private Action<RateLimiterState>? _close;
    private DateTimeOffset _observedAt;
    private DateTimeOffset _unexplainedAt;

    /// <summary>Initializes a state.</summary>
    /// <param name="close">Saves or releases the state when it is disposed.</param>
    public RateLimiterState(Action<RateLimiterState> close) => _close = close;

    /// <summary>The number of requests in the window.</summary>
    public int Count => _entries.Count;

    /// <summary>The observed limit of the API; null if none was observed in the last hour.</summary>
    public int? ObservedLimit { get; private set; }

    /// <summary>Opens a state again that was disposed.</summary>
    public RateLimiterState Reopen(Action<RateLimiterState> close)
    {
        _close = close;
        return this;
    }

    /// <summary>Removes the requests before the window, and those that a wrong clock dated in the future.</summary>
    public void Evict(DateTimeOffset now, TimeSpan window)
    {
        _entries.RemoveAll(entry => entry.Time <= now - window || entry.Time > now + RetryAfterHeader.Window);
        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Time > now)
            {
                _entries[i] = _entries[i] with { Time = now };
            }
        }

        if (ObservedLimit is not null && (now - _observedAt > ObservedLimitLifetime || _observedAt > now + ObservedLimitLifetime))
        {
            ObservedLimit = null;
        }
    }

    /// <summary>Adds a request that is sent now, and returns its lease.</summary>
    public long Add(DateTimeOffset now)
    {
        long lease = BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 0);
        _entries.Add(new Entry(lease, now, Served: false));
        return lease;
    }

    /// <summary>Returns the time of the request that must leave the window before fewer than <paramref name="limit"/> are in it.</summary>
    public DateTimeOffset EntryFromEnd(int limit)
    {
        _entries.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        return _entries[_entries.Count - limit].Time;
    }

    /// <summary>Records the time of the response to a request, and whether the request was served.</summary>
    public void Complete(long lease, DateTimeOffset now, bool served)
    {
        int index = _entries.FindIndex(entry => entry.Lease == lease);
        if (index >= 0)
        {
            _entries[index] = new Entry(lease, now, served);
        }
        else
        {
            _entries.Add(new Entry(lease, now, served));
        }
    }

    /// <summary>
    /// Uses the number of requests that were served in the window as the limit. A rejection whose delay isn't explained by
    /// a limit per minute is ignored, unless another one follows.
    /// </summary>
    public void ObserveLimit(DateTimeOffset now, TimeSpan? retryAfter)
    {
        List<Entry> served = _entries.FindAll(static entry => entry.Served);
        if (served.Count == 0)
        {
            return;
        }

        if (!IsExplainedByWindow(retryAfter, served, now) && (now - _unexplainedAt).Duration() > UnexplainedRefusalLifetime)
        {
            _unexplainedAt = now;
            return;
        }

        // Responses to concurrent requests arrive one after another, so the observed limit can still grow in this minute.
        int observed = Math.Max(served.Count, MinObservedLimit);
        bool sameMinute = ObservedLimit is not null && now - _observedAt < RetryAfterHeader.Window;
        if (!sameMinute || observed > ObservedLimit)
        {
            ObservedLimit = observed;
            _observedAt = now;
        }
    }

    /// <summary>Reads the state. Invalid data is read as an empty state.</summary>
    public void ReadFrom(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            if (stream.Length == 0 || reader.ReadInt32() != Magic)
            {
                return;
            }

            int limit = reader.ReadInt32();
            var observedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
            var unexplainedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
            int count = reader.ReadInt32();
            if (limit < 0 || count is < 0 or > MaxEntries)
            {
                return;
            }

            for (int i = 0; i < count; i++)
            {
                _entries.Add(new Entry(reader.ReadInt64(), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), reader.ReadBoolean()));
            }

            _observedAt = observedAt;
            _unexplainedAt = unexplainedAt;
            ObservedLimit = limit == 0 ? null : limit;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            _entries.Clear();
        }
    }

    /// <summary>Writes the state, and replaces the content of the stream.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Position = 0;
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(ObservedLimit ?? 0);
        writer.Write(_observedAt.UtcTicks);
        writer.Write(_unexplainedAt.UtcTicks);
        int first = Math.Max(0, _entries.Count - MaxEntries);
        writer.Write(_entries.Count - first);
        for (int i = first; i < _entries.Count; i++)
        {
            writer.Write(_entries[i].Lease);
            writer.Write(_entries[i].Time.UtcTicks);
            writer.Write(_entries[i].Served);
        }

        writer.Flush();
        stream.SetLength(stream.Position);
    }

    /// <summary>Saves or releases the state.</summary>
    public void Dispose()
    {
        Action<RateLimiterState>? close = _close;
        _close = null;
        close?.Invoke(this);
    }

    // A sliding window has capacity when the oldest request leaves it, a fixed window at the next minute.
    private static bool IsExplainedByWindow(TimeSpan? retryAfter, List<Entry> served, DateTimeOffset now)
    {
        if (retryAfter is not { } delay)
        {
            return true;
        }

        DateTimeOffset oldest = served[0].Time;
        foreach (Entry entry in served)
        {
            oldest = entry.Time < oldest ? entry.Time : oldest;
        }

        TimeSpan untilOldestLeaves = oldest + RetryAfterHeader.Window - now;
        TimeSpan untilNextMinute = TimeSpan.FromTicks(RetryAfterHeader.Window.Ticks - (now.UtcTicks % RetryAfterHeader.Window.Ticks));
        return (delay - untilOldestLeaves).Duration() <= Tolerance || (delay - untilNextMinute).Duration() <= Tolerance;
    }

    private readonly record struct Entry(long Lease, DateTimeOffset Time, bool Served);
}
