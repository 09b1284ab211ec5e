using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A port that already listens before Kestrel runs: a taken port fails before Telegram hears of anything, and connections
/// that come early wait in the backlog instead of being refused.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;

    private ReservedPort(Socket socket, string host)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Host = host;
    }

    /// <summary>The address and the real port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The host as it stands in a URL.</summary>
    public string Host { get; }

    /// <summary>Binds and listens.</summary>
    /// <exception cref="WebhookStartException">The host is not an address of this machine, or the port is taken or not allowed.</exception>
    public static async Task<ReservedPort> Listen(string host, int port, CancellationToken cancellationToken)
    {
        var address = await Resolve(host, cancellationToken).ConfigureAwait(false);
        Socket? socket = null;
        try
        {
            // Even this fails, for an IPv6 address where the system has no IPv6.
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return new ReservedPort(socket, UrlHost(host, address));
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new WebhookStartException(Explain(host, port, e), e);
        }
    }

    /// <summary>Hands the listening socket over to Kestrel, which disposes it when it stops.</summary>
    public Socket Take() => _socket;

    public void Dispose() => _socket.Dispose();

    private static async Task<IPAddress> Resolve(string host, CancellationToken cancellationToken)
    {
        var text = host.Trim().TrimStart('[').TrimEnd(']');
        if (text is "*" or "+")
            return IPAddress.Any;
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return IPAddress.Loopback;
        if (IPAddress.TryParse(text, out var address))
            return address;
        try
        {
            var found = await Dns.GetHostAddressesAsync(text, cancellationToken).ConfigureAwait(false);
            return Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new WebhookStartException(
                $"The host to listen on, '{host}', is neither an IP address nor a name of this machine. Use \"0.0.0.0\" for all addresses or \"127.0.0.1\" behind a proxy on the same machine.", e);
        }
    }

    private static string UrlHost(string host, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]"
        : host.Trim() is "*" or "+" ? address.ToString()
        : host.Trim();

    private static string Explain(string host, int port, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Port {port} on {host} is taken: another program (perhaps an earlier run of this bot) listens there. Stop it, or choose another port. The webhook at Telegram was not touched.",
        SocketError.AccessDenied =>
            $"This process may not listen on port {port}: ports below 1024 need a privilege on many systems. Choose a port from 1024 on, or grant the privilege. The webhook at Telegram was not touched.",
        SocketError.AddressFamilyNotSupported =>
            $"'{host}' is an IPv6 address, and this system has no IPv6. Use \"0.0.0.0\" for all IPv4 addresses. The webhook at Telegram was not touched.",
        SocketError.AddressNotAvailable =>
            $"'{host}' is not an address of this machine, so it cannot listen on port {port} there. Use \"0.0.0.0\" for all addresses. The webhook at Telegram was not touched.",
        _ => $"Cannot listen on {host}:{port}: {e.Message}. The webhook at Telegram was not touched.",
    };
}
