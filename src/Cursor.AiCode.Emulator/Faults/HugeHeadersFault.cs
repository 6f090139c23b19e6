using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Headers of 8 megabytes before a body that is right.</summary>
internal sealed class HugeHeadersFault : Fault
{
    /// <inheritdoc/>
    public override void EditHeaders(HttpResponse response, FaultContext context)
    {
        var filler = new string('x', 512 * 1024);
        for (int i = 0; i < 16; i++)
        {
            response.Headers["X-Filler-" + i.ToString(CultureInfo.InvariantCulture)] = filler;
        }
    }
}
