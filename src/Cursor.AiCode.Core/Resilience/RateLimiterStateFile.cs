using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Text;
using System.Threading;

namespace Cursor.AiCode.Resilience;

/// <summary>
/// Stores the rate limiter state of one key and endpoint in a file that one process opens at a time, or in memory if the
/// file can't be used. Then only the sharing between processes is lost.
/// </summary>
internal sealed class RateLimiterStateFile
{
    private const int LockTries = 400;
    private const int LockPauseMilliseconds = 5;
    private const int WindowsSharingViolation = 32;
    private const int WindowsLockViolation = 33;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private static readonly TimeSpan AbandonedFor = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, RateLimiterState> InMemory = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, long> Abandoned = new(StringComparer.Ordinal);

    private readonly string? _directory;
    private readonly string _name;
    private readonly TimeProvider _time;

    public RateLimiterStateFile(AiCodeClientOptions options, string endpoint)
    {
        _name = endpoint + "-" + NameOf(options);
        _directory = options.RateLimiterDirectory ?? GetUserDirectory();
        _time = options.TimeProvider;
    }

    /// <summary>Opens the state exclusively, until it is disposed.</summary>
    public RateLimiterState Open()
    {
        FileStream? stream = OpenFile();
        if (stream is null)
        {
            RateLimiterState shared = InMemory.GetOrAdd(_directory + "|" + _name, static _ => new RateLimiterState(static _ => { }));
            Monitor.Enter(shared);
            return shared.Reopen(static state => Monitor.Exit(state));
        }

        var state = new RateLimiterState(state =>
        {
            using (stream)
            {
                try
                {
                    state.WriteTo(stream);
                }
                catch (IOException)
                {
                    // The disk is full. The next reader gets an older or invalid state, which is harmless.
                }
            }
        });
        state.ReadFrom(stream);
        return state;
    }

    // The name doesn't reveal the key: a 32-bit hash is too short to search for the key with it, or to confirm a guess.
    // A cryptographic hash would load OpenSSL's 4 MB before the first request.
    private static string NameOf(AiCodeClientOptions options)
    {
        string text = options.BaseUri.GetLeftPart(UriPartial.Authority) + "\n" + options.ApiKey;
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string? GetUserDirectory()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length == 0 ? null : Path.Combine(data, "Cursor.AiCode", "requests");
    }

    private FileStream? OpenFile()
    {
        if (string.IsNullOrEmpty(_directory))
        {
            return null;
        }

        string path = Path.Combine(_directory!, _name);
        if (Abandoned.TryGetValue(path, out long since) && _time.GetElapsedTime(since) < AbandonedFor)
        {
            return null;
        }

        for (int attempt = 0; attempt < LockTries; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (DirectoryNotFoundException) when (attempt == 0)
            {
                if (!TryCreateDirectory())
                {
                    return null;
                }
            }
            catch (IOException e) when (IsOpenElsewhere(e))
            {
                // Another process has opened it, usually for some microseconds.
                Thread.Sleep(LockPauseMilliseconds);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return null;
            }
        }

        // Another process that hangs can keep it open forever. Only the first request waits for it.
        Abandoned[path] = _time.GetTimestamp();
        return null;
    }

    // A read-only or full disk causes an IOException too, but a retry doesn't help.
    private static bool IsOpenElsewhere(IOException e) => Path.DirectorySeparatorChar == '\\'
        ? (e.HResult & 0xFFFF) is WindowsSharingViolation or WindowsLockViolation
        : e.HResult is LinuxWouldBlock or MacWouldBlock;

    private bool TryCreateDirectory()
    {
        try
        {
            Directory.CreateDirectory(_directory!);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
