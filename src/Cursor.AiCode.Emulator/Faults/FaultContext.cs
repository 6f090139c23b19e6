using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The request that a fault is played on.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Errors">Writes errors in the server's shape.</param>
/// <param name="Time">The server's clock.</param>
/// <param name="RequestAborted">Ends every wait: the client has gone, or the server stops.</param>
internal sealed record FaultContext(
    HttpContext Http, ApiEndpoint Endpoint, ErrorWriter Errors, TimeProvider Time, CancellationToken RequestAborted)
{
    /// <summary>Waits until the client has gone.</summary>
    public Task WaitForAbortAsync() =>
        Task.Delay(Timeout.Infinite, RequestAborted);
}
