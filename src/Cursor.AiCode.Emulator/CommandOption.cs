using System;

namespace Cursor.AiCode.Emulator;

/// <summary>One option of the program.</summary>
/// <param name="Name">Its name, with the dashes.</param>
/// <param name="Value">What its value is, or null for a switch.</param>
/// <param name="Help">What it does, in a line.</param>
/// <param name="Apply">Puts its value into the command line.</param>
internal sealed record CommandOption(string Name, string? Value, string Help, Func<CommandLine, string, CommandLine> Apply);
