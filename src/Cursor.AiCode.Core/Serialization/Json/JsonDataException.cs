using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>A JSON text is well-formed, but isn't the data that is expected. The exception never contains a value.</summary>
internal sealed class JsonDataException : JsonException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="offset">The index of the byte at which the unexpected value begins.</param>
    /// <param name="missingProperty">The name of the property that is missing from the object at <paramref name="offset"/>, or <see langword="null"/>.</param>
    public JsonDataException(int offset, string? missingProperty = null)
    {
        Offset = offset;
        MissingProperty = missingProperty;
    }

    /// <summary>The index of the byte at which the unexpected value begins.</summary>
    public int Offset { get; }

    /// <summary>Whether the value is a record that is too large.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>The name of the property that is missing from the object at <see cref="Offset"/>, or <see langword="null"/>.</summary>
    public string? MissingProperty { get; }
}
