using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql.Crash;

/// <summary>
/// One address before several servers: each connection goes to the next of those that are well. A load balancer, in
/// short.
/// </summary>
internal sealed class RoundRobin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, int> _connected = new();
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private List<int> _ports = [];
    private int _next;

    public RoundRobin()
    {
        _listener.Start();
        _accepting = Task.Run(Accept);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Add(int port)
    {
        lock (_gate) _ports = [.. _ports, port];
    }

    /// <summary>Sends nobody there any more, and ends what is connected to it.</summary>
    public void Remove(int port)
    {
        lock (_gate) _ports = [.. _ports.Where(other => other != port)];
        foreach (var (socket, to) in _connected)
            if (to == port) socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var socket in _connected.Keys) socket.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = Connect(await _listener.AcceptSocketAsync(_stop.Token));
            }
            catch (Exception error) when (IsTheEnd(error))
            {
                return;
            }
        }
    }

    private async Task Connect(Socket client)
    {
        using (client)
        {
            List<int> ports;
            lock (_gate) ports = _ports;
            for (var tries = 0; tries < ports.Count; tries++)
            {
                var port = ports[(Interlocked.Increment(ref _next) & int.MaxValue) % ports.Count];
                using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                }
                catch (Exception error) when (IsTheEnd(error))
                {
                    continue;
                }

                _connected[server] = port;
                _connected[client] = port;
                await Task.WhenAny(Pass(client, server), Pass(server, client));
                _connected.TryRemove(server, out _);
                _connected.TryRemove(client, out _);
                return;
            }
        }
    }

    private async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
                for (var at = 0; at < count;) at += await to.SendAsync(buffer.AsMemory(at, count - at), _stop.Token);
        }
        catch (Exception error) when (IsTheEnd(error))
        {
            // The other direction ends with this one.
        }
    }

    private static bool IsTheEnd(Exception error) =>
        error is OperationCanceledException or SocketException or ObjectDisposedException;
}
