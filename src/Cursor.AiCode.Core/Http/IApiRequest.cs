using System;

namespace Cursor.AiCode.Http;

/// <summary>A request to the API. Its address never contains the key.</summary>
internal interface IApiRequest
{
    /// <summary>The name of the endpoint. Each endpoint has its own rate limit.</summary>
    string Endpoint { get; }

    /// <summary>The requested media type.</summary>
    string MediaType { get; }

    /// <summary>The address with its query string.</summary>
    Uri Address { get; }
}
