using System;
using System.Globalization;
using System.Linq;
using System.Net;

namespace Cursor.AiCode.Http;

/// <summary>The proxy that environment variables specify, as curl and .NET read them.</summary>
/// <remarks>An instance holds the values of one moment.</remarks>
internal sealed class EnvironmentProxy
{
    private static readonly string[] ProxyVariables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    private static readonly string[] ExceptionVariables = ["no_proxy", "NO_PROXY"];
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    private readonly string[] _exceptions;

    private EnvironmentProxy(string text, string exceptions, Uri address, NetworkCredential? credentials)
    {
        Text = (text, exceptions);
        Address = address;
        Credentials = credentials;
        _exceptions = exceptions.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The address of the proxy, without credentials.</summary>
    public Uri Address { get; }

    /// <summary>The credentials for the proxy; null if there are none.</summary>
    public NetworkCredential? Credentials { get; }

    /// <summary>The values of the variables.</summary>
    private (string Proxy, string Exceptions) Text { get; }

    /// <summary>Reads the variables <c>HTTPS_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>, in lowercase first.</summary>
    /// <param name="previous">The proxy that was read before, which is returned if the variables haven't changed.</param>
    /// <param name="read">Returns the value of a variable.</param>
    /// <returns>The proxy; null if none is specified.</returns>
    public static EnvironmentProxy? Read(EnvironmentProxy? previous, Func<string, string?> read)
    {
        string proxy = First(ProxyVariables, read);
        string exceptions = First(ExceptionVariables, read);
        return previous is not null && previous.Text == (proxy, exceptions) ? previous
            : TryParse(proxy, out Uri? address, out NetworkCredential? credentials) ? new EnvironmentProxy(proxy, exceptions, address!, credentials)
            : null;
    }

    /// <summary>Whether <c>NO_PROXY</c> contains the host of an address.</summary>
    public bool IsBypassed(Uri address) => Array.Exists(_exceptions, entry => Matches(entry, address));

    private static string First(string[] variables, Func<string, string?> read) =>
        variables.Select(read).FirstOrDefault(static value => !string.IsNullOrWhiteSpace(value))?.Trim() ?? "";

    private static bool TryParse(string text, out Uri? address, out NetworkCredential? credentials)
    {
        (address, credentials) = (null, null);
        string withScheme = text.IndexOf("://", StringComparison.Ordinal) < 0 ? "http://" + text : text;
        if (text.Length == 0 || !Uri.TryCreate(withScheme, UriKind.Absolute, out Uri? uri) || !Schemes.Contains(uri.Scheme) || uri.Host.Length == 0)
        {
            return false;
        }

        address = new UriBuilder(uri.Scheme, uri.Host, uri.Port > 0 ? uri.Port : 1080).Uri;
        if (uri.UserInfo.Length > 0)
        {
            string[] parts = uri.UserInfo.Split([':'], 2);
            credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return true;
    }

    // An entry is *, a domain with its subdomains, an IP address, or a network such as 10.0.0.0/8; each can have a port.
    private static bool Matches(string entry, Uri address)
    {
        string host = address.DnsSafeHost;
        if (entry == "*")
        {
            return true;
        }

        if (entry.IndexOf('/') > 0)
        {
            return IPAddress.TryParse(host, out IPAddress? member) && IsInNetwork(member, entry);
        }

        if (IPAddress.TryParse(entry.Trim('[', ']'), out IPAddress? literal))
        {
            return IPAddress.TryParse(host, out IPAddress? ip) && ip.Equals(literal);
        }

        int colon = entry.LastIndexOf(':');
        if (colon > 0)
        {
            if (entry.Substring(colon + 1) != address.Port.ToString(CultureInfo.InvariantCulture))
            {
                return false;
            }

            return Matches(entry.Substring(0, colon), address);
        }

        string domain = entry.TrimStart('*').TrimStart('.').TrimEnd('.');
        return domain.Length > 0 && (host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsInNetwork(IPAddress address, string network)
    {
        string[] parts = network.Split('/');
        if (parts.Length != 2 || !IPAddress.TryParse(parts[0], out IPAddress? start) || start.AddressFamily != address.AddressFamily ||
            !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return false;
        }

        byte[] left = start.GetAddressBytes(), right = address.GetAddressBytes();
        for (int bit = 0; bit < Math.Min(length, left.Length * 8); bit++)
        {
            int mask = 0x80 >> (bit % 8);
            if (((left[bit / 8] ^ right[bit / 8]) & mask) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
