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
    public async Task A_certificate_has_the_requested_defect(TlsMode mode, SslPolicyErrors expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Tls = mode });
        Assert.Equal("https", emulator.Server.BaseUri.Scheme);
        HttpRequestException e = await Assert.ThrowsAsync<HttpRequestException>(() => emulator.GetAsync(TestEmulator.Commits));
        Assert.Equal(HttpRequestError.SecureConnectionError, e.HttpRequestError);
        Assert.Empty(emulator.Server.Requests);

        SslPolicyErrors seen = default;
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            seen = errors;
            return errors == expected;
        };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = emulator.Client.DefaultRequestHeaders.Authorization;
        using HttpResponseMessage response = await client.GetAsync(new Uri(emulator.Server.BaseUri, TestEmulator.Commits));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(expected, seen);
    }
}
