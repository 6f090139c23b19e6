using System;
using System.IO;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A body that is not sent to its end.</summary>
/// <param name="bytes">How much of it is sent, or null for half of the first part.</param>
/// <param name="end">What comes then; after it the connection ends.</param>
internal sealed class TruncatedBodyFault(long? bytes, Func<FaultContext, Task> end) : Fault
{
    /// <summary>The connection is reset.</summary>
    public static Task ResetAsync(FaultContext context)
    {
        ConnectionAborter.SetReset(context.Http);
        return ConnectionAborter.WaitForDeliveryAsync();
    }

    /// <summary>The connection ends in the ordinary way, too early.</summary>
    public static Task CloseAsync(FaultContext context) => ConnectionAborter.CloseAsync(context.Http);

    /// <summary>Nothing more comes.</summary>
    public static Task StallAsync(FaultContext context) => context.WaitForAbortAsync();

    /// <inheritdoc/>
    public override Stream Wrap(Stream body, FaultContext context) => new TruncatedStream(body, bytes, () => end(context));
}
