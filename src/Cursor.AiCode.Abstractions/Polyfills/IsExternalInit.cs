#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler emit init-only setters for .NET Standard.</summary>
internal static class IsExternalInit
{
}
#endif
