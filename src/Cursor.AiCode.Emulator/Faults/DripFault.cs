using System.IO;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A body that comes, but so slowly that it never ends.</summary>
internal sealed class DripFault : Fault
{
    /// <inheritdoc/>
    public override Stream Wrap(Stream body, FaultScene scene) => new DripStream(body, scene.Time);
}
