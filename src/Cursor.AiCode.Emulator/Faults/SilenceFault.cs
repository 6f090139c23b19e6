using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The headers never come.</summary>
internal sealed class SilenceFault : Fault
{
    /// <inheritdoc/>
    public override async Task<bool> AnswerAsync(FaultScene scene)
    {
        await scene.WaitForeverAsync().ConfigureAwait(false);
        return true;
    }
}
