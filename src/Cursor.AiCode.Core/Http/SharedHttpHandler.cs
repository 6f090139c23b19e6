using System;
using System.Net;
using System.Net.Http;

namespace Cursor.AiCode.Http;

/// <summary>
/// The HTTP handlers of the process. All calls share their connections. Redirects are followed by
/// <see cref="HttpTransport"/>, so that no other host gets the API key, and responses aren't decompressed.
/// </summary>
internal static class SharedHttpHandler
{
    private static readonly SystemProxy Proxy = new();
    private static readonly Lazy<HttpMessageHandler> Proxied = new(static () => Create(useProxy: true, Proxy));
    private static readonly Lazy<HttpMessageHandler> Native = new(static () => Create(useProxy: true));
    private static readonly Lazy<HttpMessageHandler> Direct = new(static () => Create(useProxy: false));

    /// <summary>
    /// Returns the handler of the options, or a shared one, which is never disposed. HTTP, which is allowed to this
    /// computer only, bypasses the proxy, because the proxy could read the key.
    /// </summary>
    public static HttpMessageHandler Of(AiCodeClientOptions options) =>
        options.Handler ?? (options.BaseUri.Scheme == Uri.UriSchemeHttp ? Direct : Proxy.IsNative ? Native : Proxied).Value;

    /// <summary>Creates a handler with the same settings and its own connections.</summary>
    /// <param name="useProxy">Whether requests use a proxy.</param>
    /// <param name="proxy">The proxy; null for that of the system.</param>
    public static HttpMessageHandler Create(bool useProxy, IWebProxy? proxy = null)
    {
#if NET
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = useProxy,
            Proxy = proxy,
            ConnectCallback = new HostConnector().ConnectAsync,
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
            Proxy = proxy,
            MaxResponseHeadersLength = 64,
        };
#endif
    }

    /// <summary>Returns the proxy for an address, as text and without its credentials; null if there is none.</summary>
    public static string? ProxyOf(AiCodeClientOptions options, Uri address)
    {
        HttpMessageHandler handler = Of(options);
#if NET
        IWebProxy? proxy = handler is SocketsHttpHandler { UseProxy: true } sockets ? sockets.Proxy ?? HttpClient.DefaultProxy : null;
#else
        IWebProxy? proxy = handler is HttpClientHandler { UseProxy: true } client ? client.Proxy ?? WebRequest.DefaultWebProxy : null;
#endif
        return proxy is not null && !proxy.IsBypassed(address) && proxy.GetProxy(address) is { } proxyAddress && proxyAddress != address
            ? "proxy " + proxyAddress.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : null;
    }

#if !NET
    // Old hosts of Windows PowerShell specify the allowed protocols. SystemDefault (0) already means the best ones that
    // Windows supports, and adding one would remove the others.
    private static void EnsureTls12()
    {
        if (ServicePointManager.SecurityProtocol != 0)
        {
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
        }
    }
#endif
}
