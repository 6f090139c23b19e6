using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>An error response.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">The message for the client.</param>
internal sealed record ApiError(int Status, string Message)
{
    /// <summary>The name of the status.</summary>
    public string Name => ReasonPhrases.GetReasonPhrase(Status) is { Length: > 0 } name ? name : "Error";

    /// <summary>400.</summary>
    public static ApiError BadRequest(string message) => new(400, message);

    /// <summary>404.</summary>
    public static ApiError NotFound(string message) => new(404, message);

    /// <summary>405.</summary>
    public static ApiError MethodNotAllowed(string method) => new(405, "Method " + method + " is not allowed here. Use GET.");

    /// <summary>429.</summary>
    public static ApiError TooManyRequests(int limit) => new(429, string.Create(
        CultureInfo.InvariantCulture, $"Rate limit exceeded: {limit} requests per minute per team for this endpoint."));

    /// <summary>An error with a message that says no more than its status.</summary>
    public static ApiError Of(int status) =>
        new(status, ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } name ? name + "." : "The request failed.");

    /// <summary>Writes the error as a response.</summary>
    public Task WriteAsync(HttpResponse response, ErrorShape shape)
    {
        byte[] body = Encoding.UTF8.GetBytes(Format(shape));
        response.StatusCode = Status;
        response.ContentType = shape == ErrorShape.Html ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }

    private string Format(ErrorShape shape) => shape switch
    {
        ErrorShape.Code => "{\"code\":\"error\",\"message\":" + EncodedText.ToJson(Message) + "}",
        ErrorShape.Html => FormatHtml(string.Create(CultureInfo.InvariantCulture, $"{Status} {Name}")),
        _ => "{\"error\":" + EncodedText.ToJson(Name) + ",\"message\":" + EncodedText.ToJson(Message) + "}",
    };

    // A gateway knows only the status.
    private static string FormatHtml(string title) =>
        "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
        + "</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n";
}
