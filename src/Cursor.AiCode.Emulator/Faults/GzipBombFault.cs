using System.IO.Compression;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Twenty megabytes that unpack to two gibibytes of zeros; sent whether or not the client accepts gzip.</summary>
internal sealed class GzipBombFault : Fault
{
    private const long Size = 2L << 30;

    /// <inheritdoc/>
    public override async Task<bool> RespondAsync(FaultContext context)
    {
        HttpResponse response = context.Http.Response;
        response.ContentType = context.Endpoint.IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        response.Headers.ContentEncoding = "gzip";
        var zeros = new byte[64 * 1024];
        var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            for (long sent = 0; sent < Size; sent += zeros.Length)
            {
                await gzip.WriteAsync(zeros, context.RequestAborted).ConfigureAwait(false);
            }
        }

        return true;
    }
}
