using System.Text;

namespace Cursor.AiCode.Tests.Support;

/// <summary>The bytes of a response, and what happens after them.</summary>
internal sealed record RawResponse(byte[] Bytes, RawEnd End)
{
    public static RawResponse Of(string text, RawEnd end) => new(Encoding.UTF8.GetBytes(text), end);

    /// <summary>A complete response with its length.</summary>
    public static RawResponse Complete(string type, string body) => WithLength(type, body, Encoding.UTF8.GetByteCount(body), RawEnd.Keep);

    public static RawResponse CompleteCsv(string body) => Complete("text/csv", body);

    /// <summary>A response whose header contains this length.</summary>
    public static RawResponse WithLength(string type, string body, int length, RawEnd end) =>
        Of($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n{body}", end);

    /// <summary>A response whose body ends when the connection closes.</summary>
    public static RawResponse UntilClose(string type, string body) =>
        Of($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n\r\n{body}", RawEnd.Close);

    /// <summary>A body in one chunk, with or without the empty last chunk.</summary>
    public static RawResponse Chunked(string type, string body, bool complete, RawEnd end) => Of(
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n{(complete ? "0\r\n\r\n" : "")}",
        end);
}
