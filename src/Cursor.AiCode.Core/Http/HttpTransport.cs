using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Http;

/// <summary>Sends a request with the API key, follows redirects, and returns a successful response or throws.</summary>
internal sealed class HttpTransport : IDisposable
{
    private const int MaxRedirects = 5;
    private const int MaxDisplayedLength = 400;
    private static readonly string Version = typeof(HttpTransport).Assembly.GetName().Version!.ToString(3);

    private readonly AiCodeClientOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private readonly ApiKeyRedactor _redactor;
    private readonly AuthenticationHeaderValue _authorization;

    public HttpTransport(AiCodeClientOptions options)
    {
        _options = options;
        _invoker = new HttpMessageInvoker(SharedHttpHandler.Of(options), disposeHandler: false);
        _redactor = new ApiKeyRedactor(options.ApiKey);
        _authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(options.ApiKey + ":")));
    }

    /// <summary>Returns the address for messages: with the key redacted, and shortened if it names many commits.</summary>
    public Uri Redact(Uri address)
    {
        Uri redacted = _redactor.Redact(address);
        string text = redacted.AbsoluteUri;
        return text.Length <= MaxDisplayedLength ? redacted : new Uri(text.Remove(MaxDisplayedLength) + "...");
    }

    /// <summary>Sends a request, and returns the response before its body is received.</summary>
    /// <exception cref="AiCodeException">There is no response, or it isn't successful.</exception>
    public async Task<ApiResponse> SendAsync(IApiRequest request, long started, CancellationToken cancellationToken)
    {
        Uri origin = request.Address;
        Uri target = origin;
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await SendOnceAsync(request, target, origin, cancellationToken).ConfigureAwait(false);
            try
            {
                if (response.Headers.Location is { } location && (int)response.StatusCode is 301 or 302 or 303 or 307 or 308)
                {
                    target = Follow(origin, target, location, redirects);
                    response.Dispose();
                    continue;
                }

                if (!response.IsSuccessStatusCode)
                {
                    throw await ErrorResponse.ReadAsync(response, Redact(target), _redactor, _options, cancellationToken).ConfigureAwait(false);
                }

                return await OpenAsync(response, target, started, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static bool SameOrigin(Uri left, Uri right) =>
        Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private Uri Follow(Uri origin, Uri from, Uri location, int redirects)
    {
        var target = location.IsAbsoluteUri ? location : new Uri(from, location);
        if (redirects >= MaxRedirects)
        {
            throw Refuse($"The API redirected more than {MaxRedirects} times", from);
        }

        if (target.UserInfo.Length > 0 || (!SameOrigin(origin, target) && target.Scheme != "https"))
        {
            throw Refuse($"The API redirected to an address that isn't safe to follow: {Redact(target).GetLeftPart(UriPartial.Path)}", from);
        }

        return target;
    }

    private AiCodeException Refuse(string what, Uri from) =>
        new(AiCodeErrorKind.RedirectRefused, $"{what} (at {Redact(from)}). Check -BaseUri.") { RequestUri = Redact(from) };

    private async Task<HttpResponseMessage> SendOnceAsync(IApiRequest request, Uri target, Uri origin, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, target);
        message.Headers.Accept.ParseAdd(request.MediaType);
        message.Headers.AcceptEncoding.ParseAdd("identity");
        message.Headers.UserAgent.ParseAdd("Cursor.AiCode/" + Version);
        if (SameOrigin(origin, target))
        {
            message.Headers.Authorization = _authorization;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ITimer timer = _options.TimeProvider.CreateCancelTimer(stop, _options.ResponseTimeout);
        try
        {
            return await _invoker.SendAsync(message, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            // The handler's own connect timeout, for example because a firewall drops packets.
            throw Unreachable(target, e);
        }
        catch (OperationCanceledException e)
        {
            throw CreateException(target, AiCodeErrorKind.Timeout, $"The API didn't respond within {_options.ResponseTimeout.TotalSeconds:0} seconds", e, transient: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Classify(target, e);
        }
    }

    private AiCodeException Classify(Uri target, Exception e)
    {
        if (IsOrContains<AuthenticationException>(e))
        {
            return CreateException(target, AiCodeErrorKind.UntrustedCertificate, $"The certificate of {target.Host} isn't trusted, so nothing was sent. Correct the certificate, or make this computer trust its issuer", e, transient: false);
        }

#if NET
        HttpRequestError? error = (e as HttpRequestException)?.HttpRequestError;
        switch (error)
        {
            case HttpRequestError.ProxyTunnelError:
                return ProxyRefused(target, (e as HttpRequestException)?.StatusCode);
            case HttpRequestError.ConfigurationLimitExceeded:
                return CreateException(target, AiCodeErrorKind.UnexpectedAnswer, "The response headers are too large", e, transient: false);
            case HttpRequestError.InvalidResponse:
                return CreateException(target, AiCodeErrorKind.UnexpectedAnswer, "The response isn't valid HTTP", e, transient: true);
            case HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError:
                return Unreachable(target, e);
        }
#endif
        return IsOrContains<SocketException>(e) && !IsOrContains<IOException>(e)
            ? Unreachable(target, e)
            : CreateException(target, AiCodeErrorKind.ConnectionLost, $"The connection to {target.Host} was lost before the response", e, transient: true);
    }

    private AiCodeException Unreachable(Uri target, Exception e)
    {
        string via = SharedHttpHandler.ProxyOf(_options, target) is { } proxy ? $" through the {proxy}" : "";
        return CreateException(target, AiCodeErrorKind.Unreachable, $"{target.Host}:{target.Port.ToString(CultureInfo.InvariantCulture)} can't be reached{via}. Check the network, the proxy and -BaseUri", e, transient: true);
    }

    // Without an inner exception, because it contains the address of the proxy with the credentials.
    private AiCodeException ProxyRefused(Uri target, HttpStatusCode? status) => CreateException(
        target,
        AiCodeErrorKind.ProxyRefused,
        $"The {SharedHttpHandler.ProxyOf(_options, target) ?? "proxy"} rejected the connection to {target.Host}{(status is { } code ? $" ({(int)code})" : "")}. Configure the proxy credentials for this account, or bypass the proxy for this host",
        null,
        transient: (int?)status >= 500);

    private AiCodeException CreateException(Uri target, AiCodeErrorKind kind, string message, Exception? inner, bool transient) =>
        new(kind, $"{message} (at {Redact(target)}).", _redactor.Redact(inner)) { RequestUri = Redact(target), IsTransient = transient };

    private static bool IsOrContains<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<ApiResponse> OpenAsync(HttpResponseMessage response, Uri target, long started, CancellationToken cancellationToken)
    {
        Uri address = Redact(target);
        if (response.Content.Headers.ContentEncoding.Count > 0 && !response.Content.Headers.ContentEncoding.Contains("identity"))
        {
            throw new AiCodeException(
                AiCodeErrorKind.UnexpectedAnswer,
                $"The response is compressed ({ErrorResponse.Excerpt(string.Join(", ", response.Content.Headers.ContentEncoding), _redactor)}), although the request doesn't allow it, because a truncated compressed response can appear complete (at {address}). Check the proxies and gateways between this computer and the API.")
            {
                RequestUri = address,
                StatusCode = response.StatusCode,
                IsTransient = true,
            };
        }

#if NET
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        HttpStatusCode status = response.StatusCode;
        var body = new ResponseBodyStream(
            stream,
            _options,
            (kind, text, inner) => new AiCodeException(kind, $"{text} (at {address})", _redactor.Redact(inner)) { RequestUri = address, StatusCode = status, IsTransient = true },
            cancellationToken);
        return new ApiResponse(response, body, address, _redactor, started);
    }
}
