using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Text;
using System.Threading;

namespace Cursor.AiCode.Resilience;

/// <summary>
/// Where the log of one key and endpoint lies: a file that one process at a time holds, or this process's memory where
/// there is no such file to be had. A broken or unwritable file costs nothing but the sharing.
/// </summary>
internal sealed class RateLimiterStateFile
{
    private const int LockTries = 400;
    private const int LockPauseMilliseconds = 5;
    private const int WindowsSharingViolation = 32;
    private const int WindowsLockViolation = 33;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private static readonly TimeSpan GivenUpFor = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, RateLimiterState> InMemory = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, long> GivenUp = new(StringComparer.Ordinal);

    private readonly string? _folder;
    private readonly string _name;
    private readonly TimeProvider _clock;

    public RateLimiterStateFile(AiCodeClientOptions connection, string endpoint)
    {
        _name = endpoint + "-" + NameOf(connection);
        _folder = connection.RateLimiterDirectory ?? UsersFolder();
        _clock = connection.TimeProvider;
    }

    /// <summary>Takes the log for this caller alone, until it is disposed.</summary>
    public RateLimiterState Open()
    {
        FileStream? stream = OpenFile();
        if (stream is null)
        {
            RateLimiterState shared = InMemory.GetOrAdd(_folder + "|" + _name, static _ => new RateLimiterState(static _ => { }));
            Monitor.Enter(shared);
            return shared.Reopen(static log => Monitor.Exit(log));
        }

        var log = new RateLimiterState(log =>
        {
            using (stream)
            {
                try
                {
                    log.WriteTo(stream);
                }
                catch (IOException)
                {
                    // A full disk: the next reader finds an older or broken log, which it can do without.
                }
            }
        });
        log.ReadFrom(stream);
        return log;
    }

    // The name doesn't reveal the key: a 32-bit hash is too short to search for the key with it, or to confirm a guess.
    // A cryptographic hash would load OpenSSL's 4 MB before the first request.
    private static string NameOf(AiCodeClientOptions options)
    {
        string text = options.BaseUri.GetLeftPart(UriPartial.Authority) + "\n" + options.ApiKey;
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string? UsersFolder()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length == 0 ? null : Path.Combine(data, "Cursor.AiCode", "requests");
    }

    private FileStream? OpenFile()
    {
        if (string.IsNullOrEmpty(_folder))
        {
            return null;
        }

        string path = Path.Combine(_folder!, _name);
        if (GivenUp.TryGetValue(path, out long since) && _clock.GetElapsedTime(since) < GivenUpFor)
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
                if (!TryCreateFolder())
                {
                    return null;
                }
            }
            catch (IOException e) when (IsHeld(e))
            {
                // Another process holds it, for some microseconds as a rule.
                Thread.Sleep(LockPauseMilliseconds);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return null;
            }
        }

        // A program that hangs may hold it for ever: only the first request is to wait for it.
        GivenUp[path] = _clock.GetTimestamp();
        return null;
    }

    // A read-only or full disk is an IOException, too, but one that no wait mends.
    private static bool IsHeld(IOException e) => Path.DirectorySeparatorChar == '\\'
        ? (e.HResult & 0xFFFF) is WindowsSharingViolation or WindowsLockViolation
        : e.HResult is LinuxWouldBlock or MacWouldBlock;

    private bool TryCreateFolder()
    {
        try
        {
            Directory.CreateDirectory(_folder!);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
