using System;
using System.Text;
using System.Text.Json;

namespace Cursor.AiCode.Json;

/// <summary>The text of a JSON value as bytes.</summary>
internal static class JsonText
{
    /// <summary>
    /// The bytes of the string or number that the reader stands on, as they are meant: some servers escape more than
    /// they must, such as the plus sign of an offset.
    /// </summary>
    public static ReadOnlySpan<byte> Of(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && (reader.ValueIsEscaped || reader.HasValueSequence)
            ? Encoding.UTF8.GetBytes(reader.GetString()!)
            : reader.ValueSpan;
}
