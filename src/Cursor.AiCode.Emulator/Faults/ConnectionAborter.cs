using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Ends connections abnormally. The caller then throws <see cref="OperationCanceledException"/>, which aborts the connection.</summary>
internal static class ConnectionAborter
{
    // Delivery to the client can't be observed; this is long enough on loopback.
    private static readonly TimeSpan DeliveryDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the abort a TCP reset, so that the client's next read fails.</summary>
    public static void EnableReset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is Socket socket)
        {
            // A close without lingering sends a reset.
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    /// <summary>Prepares a reset after the client has received what was written.</summary>
    public static Task ResetAsync(HttpContext http)
    {
        EnableReset(http);
        return Task.Delay(DeliveryDelay);
    }

    /// <summary>Closes the connection normally, so that the client reads the end of the stream rather than an error.</summary>
    public static async Task CloseAsync(HttpContext http)
    {
        await Task.Delay(DeliveryDelay).ConfigureAwait(false);
        http.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);

        // The abort that follows is a reset, which must not overtake the end of the stream.
        await Task.Delay(DeliveryDelay).ConfigureAwait(false);
    }
}
