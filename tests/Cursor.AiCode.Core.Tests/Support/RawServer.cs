using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A server that sends just the bytes it is told, where no web server would: each connection brings one request.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly Func<string, RawAnswer> _answer;
    private readonly Task _serving;

    private RawServer(Func<string, RawAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri BaseUri { get; }

    /// <summary>The first lines of the requests so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The requests so far, with their headers.</summary>
    public IReadOnlyCollection<string> Heads => _heads;

    /// <summary>Responses each request by its first line.</summary>
    public static RawServer Start(Func<string, RawAnswer> answer) => new(answer);

    /// <summary>Responses the first request by the first, and so on; the last answers all that follow.</summary>
    public static RawServer Start(params RawAnswer[] answers)
    {
        int next = 0;
        return new RawServer(_ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length) - 1]);
    }

    /// <summary>A JSON answer to JSON requests, and others to those for CSV in their turn.</summary>
    public static RawServer StartCsv(string json, params RawAnswer[] csv)
    {
        int next = 0;
        return new RawServer(line => line.Contains(".csv?", StringComparison.Ordinal)
            ? csv[Math.Min(Interlocked.Increment(ref next), csv.Length) - 1]
            : RawAnswer.Whole("application/json", json));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                TcpClient connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(connection);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException || _stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                NetworkStream stream = connection.GetStream();
                while (await ReadRequestAsync(stream) is { } line)
                {
                    _requests.Enqueue(line);
                    RawAnswer answer = _answer(line);
                    await stream.WriteAsync(answer.Bytes, _stop.Token);
                    switch (answer.End)
                    {
                        case RawEnd.Reset:
                            // What was sent must have arrived: a reset overtakes it.
                            await Task.Delay(50, _stop.Token);
                            connection.Client.LingerState = new LingerOption(true, 0);
                            return;
                        case RawEnd.Close:
                            connection.Client.Shutdown(SocketShutdown.Send);
                            return;
                        case RawEnd.Stall:
                            await Task.Delay(-1, _stop.Token);
                            return;
                    }
                }
            }
            catch (Exception e) when (e is System.IO.IOException or OperationCanceledException or SocketException)
            {
                // The client has gone.
            }
        }
    }

    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        _heads.Enqueue(text.ToString());
        return text.ToString().Split("\r\n")[0];
    }
}

/// <summary>How an answer of a <see cref="RawServer"/> ends.</summary>
internal enum RawEnd
{
    /// <summary>The connection stays for the next request.</summary>
    Keep,

    Close,

    Reset,

    /// <summary>Nothing more is sent.</summary>
    Stall,
}

/// <summary>The bytes of an answer, and what comes after them.</summary>
internal sealed record RawAnswer(byte[] Bytes, RawEnd End)
{
    public static RawAnswer Of(string text, RawEnd end) => new(Encoding.UTF8.GetBytes(text), end);

    /// <summary>A whole answer with its length.</summary>
    public static RawAnswer Whole(string type, string body) => WithLength(type, body, Encoding.UTF8.GetByteCount(body), RawEnd.Keep);

    public static RawAnswer WholeCsv(string body) => Whole("text/csv", body);

    /// <summary>An answer that claims a length.</summary>
    public static RawAnswer WithLength(string type, string body, int length, RawEnd end) =>
        Of($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n{body}", end);

    /// <summary>An answer whose body ends where the connection does.</summary>
    public static RawAnswer UntilClose(string type, string body) =>
        Of($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n\r\n{body}", RawEnd.Close);

    /// <summary>A body in one chunk, with or without the last, empty one.</summary>
    public static RawAnswer Chunked(string type, string body, bool whole, RawEnd end) => Of(
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n{(whole ? "0\r\n\r\n" : "")}",
        end);
}
