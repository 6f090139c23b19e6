using System.Linq;
using System.Reflection;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>What the build of this project knew: paths and versions.</summary>
internal static class Metadata
{
    /// <summary>The value of a key.</summary>
    public static string Get(string key) => typeof(Metadata).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
