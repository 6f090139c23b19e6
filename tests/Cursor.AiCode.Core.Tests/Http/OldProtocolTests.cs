#if CORE_NETSTANDARD
#pragma warning disable SYSLIB0014 // What .NET only keeps for compatibility is how .NET Framework is told its protocols.
using System.Net;
using Cursor.AiCode.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>The protocols that Windows PowerShell allows, which on old hosts lack TLS 1.2.</summary>
public sealed class OldProtocolTests
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
