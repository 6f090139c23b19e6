using System;
using System.Net;
using System.Net.Http;

namespace Cursor.AiCode.Http;

/// <summary>
/// The connections of the process, shared by all calls so that a second call need not shake hands again. Redirects are
/// followed by hand, so that the key goes to no other host, and nothing is decompressed.
/// </summary>
internal static class SharedHandler
{
    private static readonly Lazy<HttpMessageHandler> Instance = new(Create);

    /// <summary>The handler; it is never disposed.</summary>
    public static HttpMessageHandler Value => Instance.Value;

    /// <summary>A handler of the same settings that shares no connections.</summary>
    public static HttpMessageHandler Create()
    {
#if NET
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = 64,
        };
#else
        EnsureTls12();
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            MaxResponseHeadersLength = 64,
        };
#endif
    }

#if !NET
    // Old hosts of Windows PowerShell name the protocols that they allow. SystemDefault (0) already means the best that
    // Windows has, and naming one there would take the others away.
    private static void EnsureTls12()
    {
        if (ServicePointManager.SecurityProtocol != 0)
        {
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        }
    }
#endif
}
