using System;
using System.Collections.Generic;
using System.IO;

namespace Cursor.AiCode.Resilience;

/// <summary>When the requests of the last minute went out or were answered, and what a 429 taught.</summary>
internal sealed class RateLimiterState : IDisposable
{
    private const int Magic = 0x32424341; // "ACB2"
    private const int MaxEntries = 10_000;

    // The lowest limit that was ever documented: where fewer requests than these were served, others with the same key
    // took the rest, or the refusal has another cause.
    private const int MinObservedLimit = 5;

    private static readonly TimeSpan ObservedLimitLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnexplainedRefusalLifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly List<Entry> _entries = [];
    private Action<RateLimiterState>? _close;
    private DateTimeOffset _learnedAt;
    private DateTimeOffset _doubtedAt;

    /// <summary>A log that <paramref name="close"/> puts away.</summary>
    public RateLimiterState(Action<RateLimiterState> close) => _close = close;

    /// <summary>The number of requests in the log.</summary>
    public int Count => _entries.Count;

    /// <summary>The limit that the API showed; null where it has shown none lately.</summary>
    public int? ObservedLimit { get; private set; }

    /// <summary>Opens a log that was put away for another turn.</summary>
    public RateLimiterState Reopen(Action<RateLimiterState> close)
    {
        _close = close;
        return this;
    }

    /// <summary>Drops what lies before the window, and what a clock that was wrong has put into the future.</summary>
    public void Forget(DateTimeOffset now, TimeSpan window)
    {
        _entries.RemoveAll(entry => entry.Time <= now - window || entry.Time > now + RetryAfterHeader.Window);
        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Time > now)
            {
                _entries[i] = _entries[i] with { Time = now };
            }
        }

        if (ObservedLimit is not null && (now - _learnedAt > ObservedLimitLifetime || _learnedAt > now + ObservedLimitLifetime))
        {
            ObservedLimit = null;
        }
    }

    /// <summary>Adds a request that goes out now, and returns its lease.</summary>
    public long Add(DateTimeOffset now)
    {
        long lease = BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 0);
        _entries.Add(new Entry(lease, now, Served: false));
        return lease;
    }

    /// <summary>The time of the request that must leave the window before fewer than <paramref name="limit"/> are in it.</summary>
    public DateTimeOffset EntryFromEnd(int limit)
    {
        _entries.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        return _entries[_entries.Count - limit].Time;
    }

    /// <summary>Notes when the request of <paramref name="lease"/> was answered, and whether it was served.</summary>
    public void Answer(long lease, DateTimeOffset now, bool served)
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
    /// Takes the number of requests that were served in the window for the limit. A refusal that asks for a wait that
    /// no limit by the minute explains teaches nothing, unless another follows.
    /// </summary>
    public void ObserveLimit(DateTimeOffset now, TimeSpan? wait)
    {
        List<Entry> served = _entries.FindAll(static entry => entry.Served);
        if (served.Count == 0)
        {
            return;
        }

        if (!IsByTheMinute(wait, served, now) && (now - _doubtedAt).Duration() > UnexplainedRefusalLifetime)
        {
            _doubtedAt = now;
            return;
        }

        // Responses to requests that went out together come one after another: a lesson of this minute may still grow.
        int lesson = Math.Max(served.Count, MinObservedLimit);
        bool sameMinute = ObservedLimit is not null && now - _learnedAt < RetryAfterHeader.Window;
        if (!sameMinute || lesson > ObservedLimit)
        {
            ObservedLimit = lesson;
            _learnedAt = now;
        }
    }

    /// <summary>Reads a log; what is no log reads as an empty one.</summary>
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
            var learnedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
            var doubtedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
            int count = reader.ReadInt32();
            if (limit < 0 || count is < 0 or > MaxEntries)
            {
                return;
            }

            for (int i = 0; i < count; i++)
            {
                _entries.Add(new Entry(reader.ReadInt64(), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), reader.ReadBoolean()));
            }

            _learnedAt = learnedAt;
            _doubtedAt = doubtedAt;
            ObservedLimit = limit == 0 ? null : limit;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            _entries.Clear();
        }
    }

    /// <summary>Writes the log in the lease of what the stream held.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Position = 0;
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(ObservedLimit ?? 0);
        writer.Write(_learnedAt.UtcTicks);
        writer.Write(_doubtedAt.UtcTicks);
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

    /// <summary>Puts the log away.</summary>
    public void Dispose()
    {
        Action<RateLimiterState>? close = _close;
        _close = null;
        close?.Invoke(this);
    }

    // A window that slides opens when the oldest request leaves it, one that is fixed with the next minute.
    private static bool IsByTheMinute(TimeSpan? wait, List<Entry> served, DateTimeOffset now)
    {
        if (wait is not { } asked)
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
        return (asked - untilOldestLeaves).Duration() <= Tolerance || (asked - untilNextMinute).Duration() <= Tolerance;
    }

    private readonly record struct Entry(long Lease, DateTimeOffset Time, bool Served);
}
