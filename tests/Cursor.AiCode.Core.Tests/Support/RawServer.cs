using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A server that sends exactly the bytes that a test specifies, including invalid HTTP.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _requestHeaders = new();
    private readonly Func<string, RawResponse> _respond;
    private readonly Task _serving;

    private RawServer(Func<string, RawResponse> respond)
    {
        _respond = respond;
        _listener.Start();
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri BaseUri { get; }

    /// <summary>The request lines that were received.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The request lines that were received, with their headers.</summary>
    public IReadOnlyCollection<string> RequestHeaders => _requestHeaders;

    /// <summary>Starts a server that gets the response from the request line.</summary>
    public static RawServer Start(Func<string, RawResponse> respond) => new(respond);

    /// <summary>Starts a server that sends these responses in order, and repeats the last one.</summary>
    public static RawServer Start(params RawResponse[] responses)
    {
        int next = 0;
        return new RawServer(_ => responses[Math.Min(Interlocked.Increment(ref next), responses.Length) - 1]);
    }

    /// <summary>Starts a server that sends <paramref name="json"/> to JSON requests, and the other responses in order to CSV requests.</summary>
    public static RawServer StartCsv(string json, params RawResponse[] csv)
    {
        int next = 0;
        return new RawServer(line => line.Contains(".csv?", StringComparison.Ordinal)
            ? csv[Math.Min(Interlocked.Increment(ref next), csv.Length) - 1]
            : RawResponse.Complete("application/json", json));
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
                    RawResponse response = _respond(line);
                    await stream.WriteAsync(response.Bytes, _stop.Token);
                    switch (response.End)
                    {
                        case RawEnd.Reset:
                            // A reset discards bytes that haven't arrived yet.
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
                // The client closed the connection.
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

        _requestHeaders.Enqueue(text.ToString());
        return text.ToString().Split("\r\n")[0];
    }
}
