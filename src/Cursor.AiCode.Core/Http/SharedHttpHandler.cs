using System;
using System.Net;
using System.Net.Http;

namespace Cursor.AiCode.Http;

/// <summary>
/// The connections of the process, shared by all calls so that a second call need not shake hands again. Redirects are
/// followed by hand, so that the key goes to no other host, and nothing is decompressed.
/// </summary>
internal static class SharedHttpHandler
{
    private static readonly Lazy<HttpMessageHandler> Secure = new(static () => Create(useProxy: true));
    private static readonly Lazy<HttpMessageHandler> Plain = new(static () => Create(useProxy: false));

    /// <summary>
    /// The handler of a connection: its own, or a shared one, which is never disposed. Plain http, which goes to this
    /// machine only, goes past any proxy: it could read the key.
    /// </summary>
    public static HttpMessageHandler Of(AiCodeClientOptions connection) =>
        connection.Handler ?? (connection.BaseUri.Scheme == Uri.UriSchemeHttp ? Plain : Secure).Value;

    /// <summary>A handler of the same settings that shares no connections.</summary>
    public static HttpMessageHandler Create(bool useProxy)
    {
#if NET
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = useProxy,
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
            UseProxy = useProxy,
            MaxResponseHeadersLength = 64,
        };
#endif
    }

    /// <summary>The proxy on the way to an address, in words and without its credentials; null where there is none.</summary>
    public static string? ProxyOf(AiCodeClientOptions connection, Uri address)
    {
        HttpMessageHandler handler = Of(connection);
#if NET
        IWebProxy? proxy = handler is SocketsHttpHandler { UseProxy: true } sockets ? sockets.Proxy ?? HttpClient.DefaultProxy : null;
#else
        IWebProxy? proxy = handler is HttpClientHandler { UseProxy: true } client ? client.Proxy ?? WebRequest.DefaultWebProxy : null;
#endif
        return proxy is not null && !proxy.IsBypassed(address) && proxy.GetProxy(address) is { } way && way != address
            ? "proxy " + way.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : null;
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
