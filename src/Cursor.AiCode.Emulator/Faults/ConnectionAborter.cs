using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Ends a connection in a bad way. What throws <see cref="OperationCanceledException"/> has its connection ended.</summary>
internal static class ConnectionAborter
{
    /// <summary>Makes the connection's end a reset: the client's next read fails.</summary>
    public static void SetReset(HttpContext context)
    {
        // Closed without lingering, TCP sends a reset in the place of an end.
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is Socket socket)
        {
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    /// <summary>Ends the connection as if the answer were complete: the client reads its end, not an error.</summary>
    public static async Task CloseAsync(HttpContext context)
    {
        await WaitForDeliveryAsync().ConfigureAwait(false);
        context.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);

        // What follows is a reset; the client is to have read the end by then.
        await WaitForDeliveryAsync().ConfigureAwait(false);
    }

    /// <summary>Lets what was written reach the client, which the end would otherwise overtake. Nothing tells when it has been sent.</summary>
    public static Task WaitForDeliveryAsync() => Task.Delay(TimeSpan.FromMilliseconds(50));
}
