using System;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The connection is reset before an answer begins.</summary>
internal sealed class ResetFault : Fault
{
    /// <inheritdoc/>
    public override Task<bool> AnswerAsync(FaultScene scene)
    {
        Hangup.MakeReset(scene.Context);
        throw new OperationCanceledException();
    }
}
