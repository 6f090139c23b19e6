using System;
using System.Net.Http;

namespace Cursor.AiCode.Http;

/// <summary>An answer of success whose body is still to be read.</summary>
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

    /// <summary>The body while it comes.</summary>
    public ResponseBodyStream Body { get; }

    /// <summary>The address that was asked, without the key.</summary>
    public Uri Address { get; }

    /// <summary>The clock's time stamp of when the request went out.</summary>
    public long Started { get; }

    /// <summary>The HTTP status.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>The media type that the answer claims; null where it claims none.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The length that the answer claims, in bytes; null where it claims none.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>An error at this answer.</summary>
    public AiCodeException CreateException(AiCodeErrorKind kind, string message, Exception? inner = null, bool transient = false) =>
        new(kind, $"{_redactor.Redact(message)} (at {Address}).", inner) { RequestUri = Address, StatusCode = _response.StatusCode, IsTransient = transient };

    /// <summary>What a body says that is not the one that was asked for, as it may be shown.</summary>
    public string MessageIn(ReadOnlyMemory<byte> body) => ErrorResponse.MessageIn(body, _redactor);

    public void Dispose()
    {
        Body.Dispose();
        _response.Dispose();
    }
}
