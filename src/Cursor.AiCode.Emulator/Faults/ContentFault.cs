using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>An answer with status 200 that is none.</summary>
/// <param name="contentType">What it says that it is, or null for what the endpoint gives.</param>
/// <param name="body">What it holds.</param>
internal sealed class ContentFault(string? contentType, string body) : Fault
{
    /// <summary>What a gateway or a portal shows.</summary>
    public const string Page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n";

    /// <inheritdoc/>
    public override async Task<bool> RespondAsync(FaultContext context)
    {
        HttpResponse response = context.Http.Response;
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        response.ContentType = contentType
            ?? (context.Endpoint.IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8");
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        return true;
    }
}
