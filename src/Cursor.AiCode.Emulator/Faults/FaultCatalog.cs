using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>All faults.</summary>
internal static class FaultCatalog
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<FaultKind> All { get; } = [];

    /// <summary>A fault by its name, or null.</summary>
    public static FaultKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
