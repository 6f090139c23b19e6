#if !CORE_NETSTANDARD
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>Tests connections to a host with several addresses, some of which don't respond.</summary>
public sealed class HostConnectorTests
{
    [NotWindowsFact]
    public async Task Trial_N03_the_second_address_is_tried_while_the_first_does_not_respond()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1)));
        using var silent = SilentListener.Start(server.BaseUri.Port);
        var time = new TestTimeProvider();
        var connector = new HostConnector((_, _) => Task.FromResult<IPAddress[]>([silent.Address, IPAddress.Loopback]), time);
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = connector.ConnectAsync, ConnectTimeout = TimeSpan.FromSeconds(15) };
        var watch = Stopwatch.StartNew();
        using var client = new AiCodeClient(new AiCodeClientOptions(TestServer.Key, new Uri($"http://localhost:{server.BaseUri.Port}"))
        {
            Handler = handler,
            RateLimiterDirectory = "",
        });
        Assert.Equal(1, await client.CountCommitsAsync(TestClient.Json));
        Assert.Equal([HostConnector.AttemptDelay], time.Waits);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Trial_N03_after_a_refused_connection_the_next_address_is_tried_immediately()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new TestTimeProvider { EndsWaits = false };
        var connector = new HostConnector((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.9"), IPAddress.Loopback]), time);
        using Socket socket = await connector.ConnectAsync(new DnsEndPoint("host.example", ((IPEndPoint)listener.LocalEndpoint).Port), default);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task Trial_N03_a_host_without_a_reachable_address_fails_with_the_socket_error()
    {
        int port = FreePort();
        var connector = new HostConnector((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Loopback]));
        SocketException e = await Assert.ThrowsAsync<SocketException>(() => connector.ConnectAsync(new DnsEndPoint("host.example", port), default));
        Assert.Equal(SocketError.ConnectionRefused, e.SocketErrorCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trial_N03_an_unresolved_host_name_is_unreachable(bool hasNoAddress)
    {
        var connector = new HostConnector((_, _) => hasNoAddress
            ? Task.FromResult(Array.Empty<IPAddress>())
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = connector.ConnectAsync };
        using var client = new AiCodeClient(new AiCodeClientOptions(TestServer.Key, new Uri("http://localhost:9"))
        {
            Handler = handler,
            RateLimiterDirectory = "",
            TimeProvider = new TestTimeProvider(),
        });
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CountCommitsAsync(TestClient.Json));
        Assert.Equal(AiCodeErrorKind.Unreachable, e.Kind);
        Assert.Equal(HttpRequestError.NameResolutionError, Assert.IsType<HttpRequestException>(e.InnerException!.InnerException).HttpRequestError);
    }

    [NotWindowsFact]
    public async Task Trial_N03_a_canceled_connection_closes_its_sockets()
    {
        int port = FreePort();
        using var silent = SilentListener.Start(port);
        using var stop = new CancellationTokenSource();
        var connector = new HostConnector((_, _) => Task.FromResult<IPAddress[]>([silent.Address, silent.Address]), new TestTimeProvider());
        Task<Socket> connecting = connector.ConnectAsync(new DnsEndPoint("host.example", port), stop.Token);
        Assert.False(connecting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [NotWindowsFact]
    public async Task Trial_N03_addresses_of_both_families_alternate()
    {
        int port = FreePort();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        using var silent = SilentListener.Start(port);
        var time = new TestTimeProvider { EndsWaits = false };

        // Three addresses of one family delay the first one of the other by one delay, not by three.
        IPAddress[] addresses = [silent.Address, silent.Address, silent.Address, IPAddress.Loopback];
        var connector = new HostConnector((_, _) => Task.FromResult(addresses), time);
        Task<Socket> connecting = connector.ConnectAsync(new DnsEndPoint("host.example", port), default);
        for (int delays = silent.Address.AddressFamily == AddressFamily.InterNetworkV6 ? 1 : 3; delays > 0; delays--)
        {
            Assert.True(SpinWait.SpinUntil(() => time.Pending == 1, TimeSpan.FromSeconds(10)));
            Assert.False(connecting.IsCompleted);
            time.Advance(HostConnector.AttemptDelay);
        }

        using Socket socket = await connecting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A loopback address that neither accepts nor refuses connections, because the queue of its listener is full.</summary>
    private sealed class SilentListener : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        private SilentListener(IPAddress address) => Address = address;

        public IPAddress Address { get; }

        public static SilentListener Start(int port)
        {
            foreach (IPAddress address in new[] { IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.7") })
            {
                var silent = new SilentListener(address);
                try
                {
                    silent.Fill(port);
                    return silent;
                }
                catch (SocketException)
                {
                    // The computer has no IPv6.
                    silent.Dispose();
                }
            }

            throw new InvalidOperationException("No second loopback address is available.");
        }

        public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());

        private void Fill(int port)
        {
            var endPoint = new IPEndPoint(Address, port);
            var listener = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(listener);
            listener.Bind(endPoint);
            listener.Listen(0);
            for (int i = 0; i < 20; i++)
            {
                var client = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(client);
                if (!client.ConnectAsync(endPoint).Wait(TimeSpan.FromMilliseconds(200)))
                {
                    return;
                }
            }

            throw new IOException("The queue of the listener doesn't fill.");
        }
    }
}
#endif
