using System.Globalization;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>An answer that says no.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">Its name, as the documented body has it.</param>
/// <param name="Message">What is wrong, in words.</param>
internal sealed record ApiError(int Status, string Error, string Message)
{
    /// <summary>400.</summary>
    public static ApiError BadRequest(string message) => new(400, "Bad Request", message);

    /// <summary>401, or another status that an option asks for.</summary>
    public static ApiError Refused(int status, string message) =>
        new(status, status == 403 ? "Forbidden" : "Unauthorized", message);

    /// <summary>404.</summary>
    public static ApiError NotFound(string message) => new(404, "Not Found", message);

    /// <summary>405.</summary>
    public static ApiError MethodNotAllowed(string method) =>
        new(405, "Method Not Allowed", "Method " + method + " is not allowed here. Use GET.");

    /// <summary>429.</summary>
    public static ApiError TooManyRequests(int limit) => new(
        429,
        "Too Many Requests",
        "Rate limit exceeded: " + limit.ToString(CultureInfo.InvariantCulture) + " requests per minute per team for this endpoint.");

    /// <summary>Any other status, with its usual name.</summary>
    public static ApiError Of(int status)
    {
        string name = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        return new ApiError(status, name.Length > 0 ? name : "Error", name.Length > 0 ? name + "." : "The request failed.");
    }
}
