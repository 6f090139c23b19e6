#if NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Http;

/// <summary>
/// Connects to a host that can have several addresses. If an address doesn't respond within a quarter of a second, the
/// next one is tried in parallel, and the first connection is used (RFC 8305). .NET tries them one after another, so a
/// broken IPv6 route delays each request until the connection times out.
/// </summary>
internal sealed class HostConnector
{
    /// <summary>The delay before the next address is tried.</summary>
    /// <value>250 milliseconds, as RFC 8305 recommends.</value>
    public static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly TimeProvider _time;

    /// <summary>Creates a connector.</summary>
    /// <param name="resolve">Returns the addresses of a host; null for those of the system.</param>
    /// <param name="time">The time provider for the delay; null for the system clock.</param>
    public HostConnector(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, TimeProvider? time = null)
    {
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Connects to the host of a request, or to its proxy.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(await ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), ownsSocket: true);

    /// <summary>Connects to a host.</summary>
    /// <exception cref="SocketException">The name can't be resolved, or no address accepts the connection.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        Queue<IPAddress> addresses = new(IPAddress.TryParse(host.Host, out IPAddress? literal)
            ? [literal]
            : Alternate(await _resolve(host.Host, cancellationToken).ConfigureAwait(false)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>();
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        try
        {
            while (true)
            {
                if (addresses.TryDequeue(out IPAddress? address))
                {
                    attempts.Add(ConnectAsync(new IPEndPoint(address, host.Port), stop.Token));
                }

                if (attempts.Count == 0)
                {
                    throw failure;
                }

                Task<Socket>? completed = await FirstOfAsync(attempts, canStartNext: addresses.Count > 0, stop.Token).ConfigureAwait(false);
                if (completed is null)
                {
                    continue;
                }

                _ = attempts.Remove(completed);
                if (completed.IsCompletedSuccessfully)
                {
                    return await completed.ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
                failure = completed.Exception?.InnerException ?? failure;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<Socket> attempt in attempts)
            {
                _ = attempt.ContinueWith(Discard, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    // Addresses of both families in turn, in the order of the system, which prefers the family that usually works.
    private static IEnumerable<IPAddress> Alternate(IPAddress[] addresses) => addresses
        .GroupBy(static address => address.AddressFamily)
        .SelectMany(static (family, familyIndex) => family.Select((address, index) => (Address: address, Index: index, FamilyIndex: familyIndex)))
        .OrderBy(static item => item.Index)
        .ThenBy(static item => item.FamilyIndex)
        .Select(static item => item.Address);

    private static void Discard(Task<Socket> attempt)
    {
        if (attempt.IsCompletedSuccessfully)
        {
            attempt.Result.Dispose();
        }
        else
        {
            // An exception that nobody has seen would be reported to the host.
            _ = attempt.Exception;
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The attempt that ends first; null if none does before the next address is tried.
    private async Task<Task<Socket>?> FirstOfAsync(List<Task<Socket>> attempts, bool canStartNext, CancellationToken cancellationToken)
    {
        Task<Task<Socket>> first = Task.WhenAny(attempts);
        if (!canStartNext)
        {
            return await first.ConfigureAwait(false);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(AttemptDelay, _time, stop.Token);
        bool completed = await Task.WhenAny(first, delay).ConfigureAwait(false) == first;
        await stop.CancelAsync().ConfigureAwait(false);
        return completed || cancellationToken.IsCancellationRequested ? await first.ConfigureAwait(false) : null;
    }
}
#endif
