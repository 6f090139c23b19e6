using System;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A fault that can be asked for.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Argument">What its argument is, or null where it takes none.</param>
/// <param name="Help">What goes wrong, in a line.</param>
/// <param name="Make">Makes it from its argument, which is null where none was given.</param>
internal sealed record FaultKind(string Name, string? Argument, string Help, Func<string?, Fault> Make)
{
    /// <summary>Whether a word after the name is its argument; otherwise it is a count.</summary>
    public Func<string, bool> AcceptsArgument { get; init; } = _ => true;
}
