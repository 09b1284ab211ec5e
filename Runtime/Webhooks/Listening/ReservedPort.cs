using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A port that already listens before Kestrel runs: a taken port fails before Telegram hears of anything, and
/// connections that come early wait in the backlog instead of being refused.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private const int Backlog = 512;

    // How often another free port is looked for, where the one that is free for one family is taken for the other.
    private const int FreePortAttempts = 20;

    private readonly IReadOnlyList<Socket> _sockets;

    private ReservedPort(IReadOnlyList<Socket> sockets, string authority)
    {
        _sockets = sockets;
        EndPoints = [.. sockets.Select(socket => socket.LocalEndPoint!)];
        Authority = authority;
    }

    /// <summary>Where it listens: one, or for "localhost" one of each family with the same port.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>The real port; 0 for a Unix socket.</summary>
    public int Port => EndPoints[0] is IPEndPoint ip ? ip.Port : 0;

    public bool IsUnixSocket => EndPoints[0] is UnixDomainSocketEndPoint;

    /// <summary>
    /// Host and port as they stand in a URL; for a Unix socket as nginx writes it, <c>unix:/run/bot.sock:</c>.
    /// </summary>
    public string Authority { get; }

    /// <summary>Binds and listens.</summary>
    /// <exception cref="WebhookStartException">The host is not an address of this machine, or the port is taken or not
    /// allowed.</exception>
    public static Task<ReservedPort> Listen(string host, int port, CancellationToken cancellationToken) =>
        Listen(host, port, Bind, cancellationToken);

    /// <inheritdoc cref="Listen(string, int, CancellationToken)"/>
    /// <param name="host">Where to listen.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="bind">Opens a socket that listens on an address and a port.</param>
    /// <param name="cancellationToken">Cancels the look-up of the host.</param>
    public static async Task<ReservedPort> Listen(
        string host, int port, Func<IPAddress, int, Socket> bind, CancellationToken cancellationToken)
    {
        if (ListenAddress.UnixPath(host) is { } path)
            return new ReservedPort([await ReservedSocketFile.Listen(path, Backlog, cancellationToken).ConfigureAwait(false)], $"unix:{path}:");
        var addresses = await ListenAddress.Resolve(host, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new List<Socket>();
            try
            {
                foreach (var address in addresses)
                    sockets.Add(bind(address, sockets.Count == 0 ? port : PortOf(sockets[0])));
                return new ReservedPort(sockets, $"{ListenAddress.InUrl(host, addresses[0])}:{PortOf(sockets[0])}");
            }
            catch (SocketException e)
            {
                sockets.ForEach(socket => socket.Dispose());
                if (port != 0 || sockets.Count == 0 || e.SocketErrorCode != SocketError.AddressAlreadyInUse
                    || attempt == FreePortAttempts)
                    throw new WebhookStartException(Explain(host, port, e), e);
            }
        }
    }

    /// <summary>
    /// Hands the socket that listens there over to Kestrel, which disposes it when it stops; null when it is none of
    /// these.
    /// </summary>
    public Socket? Take(EndPoint endPoint) => _sockets.FirstOrDefault(socket => socket.LocalEndPoint!.Equals(endPoint));

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>Listens on one address.</summary>
    internal static Socket Bind(IPAddress address, int port)
    {
        // Even this fails, for an IPv6 address where the system has no IPv6.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

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
