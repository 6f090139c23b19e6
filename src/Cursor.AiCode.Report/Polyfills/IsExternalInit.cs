#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>Allows init-only setters in .NET Standard.</summary>
internal static class IsExternalInit
{
}
#endif
