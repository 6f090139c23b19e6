using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>The API's JSON shapes, read by code that the compiler generates.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Page<AiCommit>))]
[JsonSerializable(typeof(Page<AiCodeChange>))]
[JsonSerializable(typeof(AiCodeChangeMetadata[]))]
internal sealed partial class AiCodeJsonContext : JsonSerializerContext
{
}
