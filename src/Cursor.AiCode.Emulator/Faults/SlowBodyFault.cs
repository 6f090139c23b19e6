using System.IO;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A body that comes, but so slowly that it never ends.</summary>
internal sealed class SlowBodyFault : Fault
{
    /// <inheritdoc/>
    public override Stream Wrap(Stream body, FaultContext context) => new SlowBodyStream(body, context.Time);
}
