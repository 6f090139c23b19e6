using System;
using System.Net;
using System.Net.Http;

namespace Cursor.AiCode.Http;

/// <summary>
/// The proxy of the environment variables, or otherwise of the system. The variables are read for each connection: .NET
/// reads them once in a process, so a proxy that a user sets in a running session would be ignored.
/// </summary>
internal sealed class SystemProxy : IWebProxy, ICredentials
{
    private readonly Func<string, string?> _readVariable;
    private volatile EnvironmentProxy? _environment;

    /// <summary>Creates a proxy.</summary>
    /// <param name="readVariable">Returns the value of an environment variable; null for those of the process.</param>
    public SystemProxy(Func<string, string?>? readVariable = null) => _readVariable = readVariable ?? Environment.GetEnvironmentVariable;

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    private static IWebProxy? Default =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif

    /// <summary>
    /// Whether the system's own proxy applies. A handler without this class must use it then: the configuration script of
    /// an organization can return several proxies, and only .NET itself tries them one after another.
    /// </summary>
    public bool IsNative => Current(out IWebProxy? system) is null &&
#if NET
        system?.GetType().Name == "HttpWindowsProxy";
#else
        !IsSetByUser(system) && !IsOfEnvironment(system);
#endif

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => Current(out IWebProxy? system) is { } proxy
        ? proxy.IsBypassed(destination) ? null : proxy.Address
        : system?.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => Current(out IWebProxy? system) is { } proxy
        ? proxy.IsBypassed(host)
        : system?.IsBypassed(host) != false;

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType) => Current(out IWebProxy? system) is { } proxy
        ? proxy.Address == uri ? proxy.Credentials : null
        : system?.Credentials?.GetCredential(uri, authType);

    // The proxy of the variables, otherwise that of the system.
    private EnvironmentProxy? Current(out IWebProxy? system)
    {
        system = Default;
        if (IsSetByUser(system))
        {
            return null;
        }

        _environment = EnvironmentProxy.Read(_environment, _readVariable);
        if (_environment is null && IsOfEnvironment(system))
        {
            // The variables were removed after .NET had read them.
            system = null;
        }

        return _environment;
    }

    // A script can assign another one. The proxies of .NET itself are internal types.
    private static bool IsSetByUser(IWebProxy? proxy) =>
#if NET
        proxy is not null && proxy.GetType().Assembly != typeof(HttpClient).Assembly;
#else
        proxy is WebProxy;
#endif

    private static bool IsOfEnvironment(IWebProxy? proxy) => proxy?.GetType().Name == "HttpEnvironmentProxy";
}
