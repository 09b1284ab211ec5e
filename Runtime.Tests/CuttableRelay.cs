using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Tests;

/// <summary>
/// A network between a client and a server of this machine: it can be cut, or fall silent, and be restored.
/// </summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile TaskCompletionSource _flows = Open();

    public CuttableRelay(EndPoint server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(Accept);
    }

    /// <summary>Where clients connect, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Ends what is connected; a new connection ends as soon as it is made.</summary>
    public void Cut()
    {
        _isCut = true;
        Close();
    }

    /// <summary>Takes in what is sent and passes nothing on: as when a cable is pulled.</summary>
    public void FallSilent() => _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Restore()
    {
        _isCut = false;
        var was = _flows;
        _flows = Open();
        was.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Restore();
        Close();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private void Close()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = Connect(client);
            }
            catch (Exception error) when (IsEnd(error))
            {
                return;
            }
        }
    }

    private async Task Connect(Socket client)
    {
        var server = new Socket(_server is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            if (!_isCut)
            {
                await server.ConnectAsync(_server, _stop.Token);
                await Task.WhenAny(Pass(client, server), Pass(server, client));
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            // Clients that are connected see the end.
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                await _flows.Task.WaitAsync(_stop.Token);
                for (var at = 0; at < count;) at += await to.SendAsync(buffer.AsMemory(at, count - at), _stop.Token);
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            // The other direction ends with this one.
        }
    }

    private static bool IsEnd(Exception error) =>
        error is OperationCanceledException or SocketException or ObjectDisposedException;
}
