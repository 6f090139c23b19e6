using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Writes errors in the shape that the server is asked to give them.</summary>
internal sealed class ErrorWriter(ErrorShape shape)
{
    /// <summary>Answers with an error.</summary>
    public Task WriteAsync(HttpResponse response, ApiError error)
    {
        byte[] body = Encoding.UTF8.GetBytes(BodyOf(error));
        response.StatusCode = error.Status;
        response.ContentType = shape == ErrorShape.Html ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }

    private string BodyOf(ApiError error) => shape switch
    {
        ErrorShape.Code => "{\"code\":\"error\",\"message\":" + EncodedText.JsonLiteral(error.Message) + "}",
        ErrorShape.Html => Html(error),
        _ => "{\"error\":" + EncodedText.JsonLiteral(error.Error) + ",\"message\":" + EncodedText.JsonLiteral(error.Message) + "}",
    };

    // A gateway knows the status and nothing more.
    private static string Html(ApiError error)
    {
        string title = error.Status.ToString(CultureInfo.InvariantCulture) + " " + error.Error;
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
            + "</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n";
    }
}
