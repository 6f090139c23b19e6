using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>An error with a status, as a service or a gateway in trouble gives it.</summary>
internal sealed class StatusFault(int status) : Fault
{
    /// <inheritdoc/>
    public override async Task<bool> RespondAsync(FaultContext context)
    {
        await context.Errors.WriteAsync(context.Http.Response, ApiError.Of(status)).ConfigureAwait(false);
        return true;
    }
}
