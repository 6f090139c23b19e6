using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The headers never come.</summary>
internal sealed class NoResponseFault : Fault
{
    /// <inheritdoc/>
    public override async Task<bool> RespondAsync(FaultContext context)
    {
        await context.WaitForAbortAsync().ConfigureAwait(false);
        return true;
    }
}
