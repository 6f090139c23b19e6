using System;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests that an untrusted certificate, or that of another host, ends a call before anything is sent.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData(TlsMode.Untrusted)]
    [InlineData(TlsMode.OtherHost)]
    public async Task Fault_24_an_untrusted_certificate_fails_immediately(TlsMode tls)
    {
        await using Company company = await StartAsync(tls);
        using var folder = new TempFolder();
        foreach (AiCodeTransport transport in Enum.GetValues<AiCodeTransport>())
        {
            AssertRejected(await HostRun.RunAsync(company.Read(5, "--transport", transport.ToString())), company);
        }

        AssertRejected(await HostRun.RunAsync(company.Export(folder.File(), 5)), company);
        Assert.Empty(folder.Names);
        Assert.Empty(company.Server.Requests);
    }

    [Fact]
    public async Task Fault_24_an_untrusted_certificate_after_a_redirect_is_rejected()
    {
        await using Company elsewhere = await StartAsync(TlsMode.Untrusted);
        await using Company company = await StartAsync(TlsMode.None);
        company.Server.AddFault($"redirect-other-origin:{elsewhere.Server.BaseUri}");
        AssertRejected(await HostRun.RunAsync(company.Read(5)), elsewhere);
        Assert.Single(company.Server.Requests);
        Assert.Empty(elsewhere.Server.Requests);
    }

    private static Task<Company> StartAsync(TlsMode tls) => Company.StartAsync(new EmulatorOptions { Commits = 10, Changes = 0, Days = 5, Limit = 0, Tls = tls });

    // Expects the error kind, the host name, and no retry.
    private static void AssertRejected(HostResult result, Company company)
    {
        result.Failed(AiCodeErrorKind.UntrustedCertificate);
        Assert.Contains(company.Server.BaseUri.Host, result.Message, StringComparison.Ordinal);
        Assert.Equal(1, result.Requests);
        Assert.Equal(0, result.MaxWait);
    }
}
