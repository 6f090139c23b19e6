using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Polyfills;

/// <summary>How methods are compiled that run once for every field or record.</summary>
internal static class Jit
{
    /// <summary>
    /// Optimized from the first call. The runtime else starts with slow code and measures it while it runs, which took
    /// longer than the whole export of 100 MB; .NET Framework knows no such tiers.
    /// </summary>
#if NET
    public const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;
#else
    public const MethodImplOptions AtOnce = 0;
#endif
}
