using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A server whose clock is wrong by so many seconds; the body is right.</summary>
internal sealed class ClockFault(int seconds) : Fault
{
    /// <inheritdoc/>
    public override void EditHeaders(HttpResponse response, FaultContext context) =>
        response.Headers.Date = context.Time.GetUtcNow().AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
}
