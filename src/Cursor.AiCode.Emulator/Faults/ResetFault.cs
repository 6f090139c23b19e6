using System;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The connection is reset before an answer begins.</summary>
internal sealed class ResetFault : Fault
{
    /// <inheritdoc/>
    public override Task<bool> RespondAsync(FaultContext context)
    {
        ConnectionAborter.SetReset(context.Http);
        throw new OperationCanceledException();
    }
}
