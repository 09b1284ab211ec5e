using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>The network between one instance and the database: it can be cut, or fall silent, and be there again.</summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly EndPoint _to;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile TaskCompletionSource _flows = Open();

    public CuttableRelay(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _to = settings.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint(Path.Combine(settings.Host, $".s.PGSQL.{settings.Port}"))
            : new DnsEndPoint(settings.Host, settings.Port);
        _listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        settings.SslMode = SslMode.Disable;
        settings.Timeout = 2;
        ConnectionString = settings.ConnectionString;
        _accepting = Task.Run(Accept);
    }

    /// <summary>The database by way of the relay.</summary>
    public string ConnectionString { get; }

    /// <summary>Ends what is connected and lets nobody in.</summary>
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
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Connect(Socket client)
    {
        var server = new Socket(_to is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            if (!_isCut)
            {
                await server.ConnectAsync(_to, _stop.Token);
                await Task.WhenAny(Pass(client, server), Pass(server, client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
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
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other direction ends with this one.
        }
    }
}
