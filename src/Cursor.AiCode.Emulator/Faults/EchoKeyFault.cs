using System;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>An error that repeats the key and the header that brought it, as some gateways do.</summary>
internal sealed class EchoKeyFault : Fault
{
    /// <inheritdoc/>
    public override async Task<bool> RespondAsync(FaultContext context)
    {
        string header = context.Http.Request.Headers.Authorization.ToString();
        string key = Encoding.UTF8.GetString(Convert.FromBase64String(AuthenticationHeaderValue.Parse(header).Parameter!));
        await context.Errors.WriteAsync(context.Http.Response, ApiError.Refused(401, $"The key {key} is not known (Authorization: {header}).")).ConfigureAwait(false);
        return true;
    }
}
