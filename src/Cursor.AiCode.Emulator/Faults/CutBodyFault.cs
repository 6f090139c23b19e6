using System;
using System.IO;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A body that is not sent to its end.</summary>
/// <param name="bytes">How much of it is sent, or null for half of the first part.</param>
/// <param name="end">What comes then; after it the connection ends.</param>
internal sealed class CutBodyFault(long? bytes, Func<FaultScene, Task> end) : Fault
{
    /// <summary>The connection is reset.</summary>
    public static Task ResetAsync(FaultScene scene)
    {
        Hangup.MakeReset(scene.Context);
        return Hangup.SettleAsync();
    }

    /// <summary>The connection ends in the ordinary way, too early.</summary>
    public static Task CloseAsync(FaultScene scene) => Hangup.CloseAsync(scene.Context);

    /// <summary>Nothing more comes.</summary>
    public static Task StallAsync(FaultScene scene) => scene.WaitForeverAsync();

    /// <inheritdoc/>
    public override Stream Wrap(Stream body, FaultScene scene) => new CutStream(body, bytes, () => end(scene));
}
