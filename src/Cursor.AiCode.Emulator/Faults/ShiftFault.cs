using System;
using System.Threading;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>JSON pages that do not fit together, as when records come and go while they are read.</summary>
/// <param name="records">How much later, or earlier where negative, pages after the first begin.</param>
/// <param name="growth">How much larger the total is at each further request.</param>
internal sealed class ShiftFault(int records, int growth) : Fault
{
    private int _requests = -1;

    /// <inheritdoc/>
    public override bool AppliesTo(ApiEndpoint endpoint) => !endpoint.IsCsv;

    /// <inheritdoc/>
    public override void Shift(int page, ref long skip, ref long totalCount)
    {
        skip = page == 1 ? skip : Math.Max(0, skip + records);
        totalCount += growth * (long)Interlocked.Increment(ref _requests);
    }
}
