#if CORE_NETSTANDARD
#pragma warning disable SYSLIB0014 // ServicePointManager is obsolete in .NET, but sets the protocols of .NET Framework.
using System.Net;
using Cursor.AiCode.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>Tests that TLS 1.2 is added to the protocols of Windows PowerShell, which lack it on old computers.</summary>
public sealed class TlsProtocolTests
{
    [Theory]
    [InlineData(SecurityProtocolType.Tls13, SecurityProtocolType.Tls13 | SecurityProtocolType.Tls12)]
    [InlineData(SecurityProtocolType.Tls12, SecurityProtocolType.Tls12)]
    [InlineData(SecurityProtocolType.SystemDefault, SecurityProtocolType.SystemDefault)]
    public void TLS_1_2_is_added_and_no_protocol_is_removed(SecurityProtocolType before, SecurityProtocolType after)
    {
        SecurityProtocolType kept = ServicePointManager.SecurityProtocol;
        try
        {
            ServicePointManager.SecurityProtocol = before;
            SharedHttpHandler.Create(useProxy: false).Dispose();
            Assert.Equal(after, ServicePointManager.SecurityProtocol);
        }
        finally
        {
            ServicePointManager.SecurityProtocol = kept;
        }
    }
}
#endif
