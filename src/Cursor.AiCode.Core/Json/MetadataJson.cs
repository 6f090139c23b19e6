using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>Writes metadata as the API does: compact, with every script as itself.</summary>
[JsonSerializable(typeof(AiCodeChangeMetadata[]))]
internal sealed partial class MetadataJson : JsonSerializerContext
{
    static MetadataJson() => Default = new MetadataJson(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
