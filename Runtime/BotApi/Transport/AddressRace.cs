using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>
/// Connects to a host that has several addresses as RFC 8305 ("Happy Eyeballs") says: the families take turns, a
/// further address is tried as soon as one fails or is silent for a quarter of a second, and the first connection wins.
/// So an address that swallows packets costs a moment and not the whole call.
/// </summary>
internal sealed class AddressRace(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> connect, TimeProvider time)
{
    /// <summary>
    /// How long an address may be silent before the next one is tried beside it: the value that the RFC recommends.
    /// </summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>The race with the system's own resolver, sockets and clock.</summary>
    public static AddressRace OfTheSystem { get; } = new(Dns.GetHostAddressesAsync, ConnectSocket, TimeProvider.System);

    /// <summary>Connects to the first address that answers.</summary>
    /// <exception cref="HttpRequestException">The host has addresses, and none of them could be reached; each is named
    /// with its reason.</exception>
    /// <exception cref="SocketException">The host has no address.</exception>
    public async ValueTask<Stream> Connect(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var addresses = await resolve(host.Host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(InTurns(addresses));
        var running = new List<Attempt>();
        var failures = new List<Attempt>();
        try
        {
            while (running.Count + waiting.Count > 0)
            {
                if (waiting.TryDequeue(out var address))
                    running.Add(new Attempt(address, connect(new IPEndPoint(address, host.Port), lost.Token)));
                while (await FirstDone(running, isLast: waiting.Count == 0, cancellationToken).ConfigureAwait(false) is { } done)
                {
                    running.Remove(done);
                    if (done.Connecting.IsCompletedSuccessfully)
                        return await done.Connecting.ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    failures.Add(done);
                    if (waiting.Count > 0)
                        break;
                }
            }

            throw Unreachable(host, failures);
        }
        finally
        {
            await lost.CancelAsync().ConfigureAwait(false);
            running.ForEach(attempt => _ = Discard(attempt));
        }
    }

    /// <summary>
    /// The resolver's order, with the families taking turns: a broken family must not come before all of the other.
    /// </summary>
    internal static IEnumerable<IPAddress> InTurns(IReadOnlyList<IPAddress> addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var other = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToList();
        for (var i = 0; i < Math.Max(first.Count, other.Count); i++)
        {
            if (i < first.Count)
                yield return first[i];
            if (i < other.Count)
                yield return other[i];
        }
    }

    /// <summary>
    /// The first attempt that has ended; null when all are silent for so long that the next one is due.
    /// </summary>
    private async Task<Attempt?> FirstDone(List<Attempt> running, bool isLast, CancellationToken cancellationToken)
    {
        if (running.Count == 0)
            return null;
        var any = Task.WhenAny(running.Select(attempt => attempt.Connecting));
        try
        {
            var done = await any.WaitAsync(isLast ? Timeout.InfiniteTimeSpan : Stagger, time, cancellationToken).ConfigureAwait(false);
            return running.First(attempt => attempt.Connecting == done);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static HttpRequestException Unreachable(DnsEndPoint host, IReadOnlyList<Attempt> failures)
    {
        var reasons = failures.Select(failure => $"{failure.Address}: {failure.Connecting.Exception?.InnerException?.Message ?? "cancelled"}");
        return new HttpRequestException(
            HttpRequestError.ConnectionError,
            $"No address of {host.Host} could be reached ({string.Join("; ", reasons)}).",
            failures[0].Connecting.Exception?.InnerException);
    }

    // The winner is known; a connection that comes late is closed, and a failure that comes late interests nobody.
    private static async Task Discard(Attempt attempt)
    {
        await ((Task)attempt.Connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.Connecting.IsCompletedSuccessfully)
            await (await attempt.Connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<Stream> ConnectSocket(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed record Attempt(IPAddress Address, Task<Stream> Connecting);
}
