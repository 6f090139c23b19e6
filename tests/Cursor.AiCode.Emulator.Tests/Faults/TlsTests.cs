using System;
using System.Net.Http;
using System.Net.Security;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class TlsTests
{
    [Theory]
    [InlineData(TlsMode.Untrusted, SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(TlsMode.OtherHost, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch)]
    public async Task A_certificate_is_wrong_in_the_way_that_was_asked_for(TlsMode mode, SslPolicyErrors expected)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Tls = mode });
        Assert.Equal("https", it.Server.BaseUri.Scheme);
        HttpRequestException e = await Assert.ThrowsAsync<HttpRequestException>(() => it.GetAsync(Emulated.Commits));
        Assert.Equal(HttpRequestError.SecureConnectionError, e.HttpRequestError);
        Assert.Empty(it.Server.Requests);

        SslPolicyErrors seen = default;
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            seen = errors;
            return errors == expected;
        };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = it.Client.DefaultRequestHeaders.Authorization;
        using HttpResponseMessage response = await client.GetAsync(new Uri(it.Server.BaseUri, Emulated.Commits));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(expected, seen);
    }
}
