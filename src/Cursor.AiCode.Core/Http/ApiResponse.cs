using System;
using System.Net.Http;

namespace Cursor.AiCode.Http;

/// <summary>A successful response whose body hasn't been read yet.</summary>
internal sealed class ApiResponse : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly ApiKeyRedactor _redactor;

    public ApiResponse(HttpResponseMessage response, ResponseBodyStream body, Uri address, ApiKeyRedactor redactor, long started)
    {
        _response = response;
        _redactor = redactor;
        Body = body;
        Address = address;
        Started = started;
    }

    /// <summary>The body, which is read while it is received.</summary>
    public ResponseBodyStream Body { get; }

    /// <summary>The address of the request, with the key redacted.</summary>
    public Uri Address { get; }

    /// <summary>The timestamp of the <see cref="TimeProvider"/> when the request was sent.</summary>
    public long Started { get; }

    /// <summary>The HTTP status.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>The media type of the response; null if it isn't specified.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The specified length of the body, in bytes; null if it isn't specified.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>Creates an exception for this response.</summary>
    public AiCodeException CreateException(AiCodeErrorKind kind, string message, Exception? inner = null, bool transient = false, bool pageTooLong = false) =>
        new(kind, $"{_redactor.Redact(message)} (at {Address}).", inner)
        {
            RequestUri = Address,
            StatusCode = _response.StatusCode,
            IsTransient = transient,
            IsPageTooLong = pageTooLong,
        };

    /// <summary>Returns the message in an unexpected body, with the key redacted.</summary>
    public string MessageIn(ReadOnlyMemory<byte> body) => ErrorResponse.MessageIn(body, _redactor);

    public void Dispose()
    {
        Body.Dispose();
        _response.Dispose();
    }
}
