using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Messages;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>Tests the errors without a response, including those of a handler with as little information as that of .NET Framework.</summary>
public sealed class HandlerFaultTests
{
    private const string Lost = "The connection to api.example was lost before the response (at {at}). The request failed 4 times.";
    private const string Unreachable = "api.example:443 can't be reached. Check the network, the proxy and -BaseUri (at {at}). The request failed 4 times.";
    private const string Untrusted = "The certificate of api.example isn't trusted, so nothing was sent. Correct the certificate, or make this computer trust its issuer (at {at}).";

    public static TheoryData<string, AiCodeErrorKind, string> Faults => new()
    {
        { "socket", AiCodeErrorKind.Unreachable, Unreachable },
        { "http, socket", AiCodeErrorKind.Unreachable, Unreachable },
        { "io", AiCodeErrorKind.ConnectionLost, Lost },
        { "http", AiCodeErrorKind.ConnectionLost, Lost },
        { "http, io, socket", AiCodeErrorKind.ConnectionLost, Lost },
        { "http, certificate", AiCodeErrorKind.UntrustedCertificate, Untrusted },
        { "http, io, certificate", AiCodeErrorKind.UntrustedCertificate, Untrusted },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_error_is_classified_by_its_inner_exception(string fault, AiCodeErrorKind kind, string message)
    {
        using var handler = new Throwing(_ => Create(fault));
        using AiCodeClient client = Client(handler);
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CountCommitsAsync(TestClient.Json));
        Assert.Equal(kind, e.Kind);
        Assert.Equal(Message.Of(message, e), e.Message);
        Assert.Equal(kind == AiCodeErrorKind.UntrustedCertificate ? 1 : 4, client.RequestCount);
    }

    [Fact]
    public async Task An_error_caused_by_cancellation_is_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new Throwing(_ =>
        {
            stop.Cancel();
            return Create("http, io");
        });
        using AiCodeClient client = Client(handler);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CountCommitsAsync(TestClient.Json, stop.Token));
        Assert.Equal(1, client.RequestCount);
    }

    [Fact]
    public async Task An_error_in_the_body_caused_by_cancellation_is_a_cancellation()
    {
        foreach (bool canceled in new[] { true, false })
        {
            using var stop = new CancellationTokenSource();
            using var inner = new ThrowingStream(() =>
            {
                if (canceled)
                {
                    stop.Cancel();
                }

                return new IOException("lost");
            });
            using var body = new ResponseBodyStream(inner, new AiCodeClientOptions(TestServer.Key), static (kind, text, e) => new AiCodeException(kind, text, e), stop.Token);
            Exception e = await Assert.ThrowsAnyAsync<Exception>(async () => _ = await body.ReadAsync(new byte[1].AsMemory()));
            Assert.Equal(canceled, e is OperationCanceledException);
            Assert.Equal(canceled ? null : AiCodeErrorKind.IncompleteAnswer, (e as AiCodeException)?.Kind);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_is_canceled_by_either_token_is_not_a_timeout(bool cancelBody)
    {
        using var bodyStop = new CancellationTokenSource();
        using var readStop = new CancellationTokenSource();
        using var inner = new ThrowingStream(() =>
        {
            (cancelBody ? bodyStop : readStop).Cancel();
            return new OperationCanceledException();
        });
        using var body = new ResponseBodyStream(inner, new AiCodeClientOptions(TestServer.Key), static (kind, text, e) => new AiCodeException(kind, text, e), bodyStop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => _ = await body.ReadAsync(new byte[1].AsMemory(), readStop.Token));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(11, 30)]
    [InlineData(60, 30)]
    [InlineData(1000, 30)]
    public void Each_failure_doubles_the_delay_up_to_30_seconds(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPolicy.GetDelay(failures));

    private static AiCodeClient Client(HttpMessageHandler handler) => new(new AiCodeClientOptions(TestServer.Key, new Uri("https://api.example"))
    {
        TimeProvider = new TestTimeProvider(),
        Handler = handler,
        RateLimiterDirectory = "",
        RequestsPerMinute = 1000,
    });

    // The last exception is the innermost one.
    private static Exception Create(string fault)
    {
        Exception? made = null;
        string[] parts = fault.Split(", ");
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            made = parts[i] switch
            {
                "socket" => new SocketException((int)SocketError.ConnectionRefused),
                "io" => new IOException("io", made),
                "certificate" => new AuthenticationException("certificate", made),
                _ => new HttpRequestException("http", made),
            };
        }

        return made!;
    }

    private sealed class Throwing(Func<HttpRequestMessage, Exception> fault) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(fault(request));
    }

    private sealed class ThrowingStream(Func<Exception> fault) : MemoryStream
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw fault();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw fault();
    }
}
