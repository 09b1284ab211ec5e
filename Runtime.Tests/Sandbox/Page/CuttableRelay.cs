using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Passes bytes on to a port of this machine until it is cut; then refuses all connections until it is restored.</summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly List<Socket> _open = [];
    private readonly List<Task> _running = [];
    private Socket _listener;

    public CuttableRelay(int target)
    {
        _target = target;
        _listener = Listen(0);
    }

    public int Port { get; private set; }

    public void Cut()
    {
        lock (_gate)
        {
            _listener.Dispose();
            foreach (var socket in _open) socket.Dispose();
            _open.Clear();
        }
    }

    public void Mend() => _listener = Listen(Port);

    public async ValueTask DisposeAsync()
    {
        Cut();
        await Task.WhenAll(_running);
    }

    private Socket Listen(int port)
    {
        var made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        made.Bind(new IPEndPoint(IPAddress.Loopback, port));
        made.Listen();
        Port = ((IPEndPoint)made.LocalEndPoint!).Port;
        Run(() => Accept(made));
        return made;
    }

    private async Task Accept(Socket from)
    {
        while (true)
        {
            var near = Remember(await from.AcceptAsync());
            var far = Remember(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            await far.ConnectAsync(IPAddress.Loopback, _target);
            Run(() => Pass(near, far));
            Run(() => Pass(far, near));
        }
    }

    private static async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[16384];
        while (await from.ReceiveAsync(buffer) is > 0 and var count) await to.SendAsync(buffer.AsMemory(0, count));
        to.Shutdown(SocketShutdown.Send);
    }

    private Socket Remember(Socket socket)
    {
        lock (_gate) _open.Add(socket);
        return socket;
    }

    private void Run(Func<Task> work)
    {
        lock (_gate) _running.Add(UntilCut(work));
    }

    private static async Task UntilCut(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut, or the browser hung up.
            return;
        }
    }
}
