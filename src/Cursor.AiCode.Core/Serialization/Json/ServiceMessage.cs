using System;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>
/// Distinguishes the message of a service, proxy or gateway from data. An error message can quote a message, but never
/// data, which contains e-mail addresses and repository names.
/// </summary>
internal static class ServiceMessage
{
    // The length of a body that an error message is made of. It would quote the start of a longer object.
    private const int MaxObjectBytes = 16 * 1024;

    /// <summary>Returns whether <paramref name="body"/> is an error object, an HTML page or a plain text, rather than data.</summary>
    /// <param name="body">The body, or its start.</param>
    public static bool IsIn(ReadOnlySpan<byte> body)
    {
        int start = 0;
        while (start < body.Length && body[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
        {
            start++;
        }

        body = body.Slice(start);
        return !body.IsEmpty && body[0] switch
        {
            (byte)'<' => true,
            (byte)'{' => body.Length <= MaxObjectBytes && body.IsUtf8() && IsErrorObject(body),
            (byte)'[' or (byte)'"' => false,

            // Rows have commas, and users have e-mail addresses.
            _ => body.IndexOfAny((byte)',', (byte)'@') < 0,
        };
    }

    private static bool IsErrorObject(ReadOnlySpan<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(LoneSurrogates.Replace(json).ToArray());
            bool hasMessage = false;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Array || property.Name is "commitHash" or "changeId")
                {
                    return false;
                }

                hasMessage |= property.Name is "message" or "error" && IsMessage(property.Value);
            }

            return hasMessage;
        }
        catch (JsonException)
        {
            // The text is truncated, or isn't UTF-8.
            return false;
        }
    }

    // A text, or an object with one.
    private static bool IsMessage(JsonElement value) => value.ValueKind == JsonValueKind.String ||
        (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.String);
}
