using System.Net;
using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>A network between Telegram and the bot that can lose answers, or let nothing through at all.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _connections = [];
    private readonly int _targetPort;
    private readonly Task _accepting;
    private int _answersToLose;
    private int _answersToPass = int.MaxValue;

    public CuttingProxy(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        _accepting = Accept();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook";

    /// <summary>So many answers of the bot never arrive: the connection ends instead.</summary>
    public void LoseAnswers(int count) => Volatile.Write(ref _answersToLose, count);

    /// <summary>After so many answers requests no longer reach the bot, until <see cref="Heal"/>.</summary>
    public void BreakAfter(int answers) => Volatile.Write(ref _answersToPass, answers);

    public void Heal() => Volatile.Write(ref _answersToPass, int.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _connections.Add(Serve(await _listener.AcceptSocketAsync(_stopping.Token)));
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // The proxy was stopped.
            return;
        }
    }

    private async Task Serve(Socket client)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (client)
        using (var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _targetPort, ended.Token);
                var requests = Copy(client, server, () => Volatile.Read(ref _answersToPass) > 0, ended.Token);
                var answers = Copy(server, client, MayAnswer, ended.Token);
                await Task.WhenAny(requests, answers);
                await ended.CancelAsync();
                await Task.WhenAll(requests, answers);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // One side is gone, and with it the connection.
                return;
            }
        }
    }

    // The bot's answers are small: each comes in one piece.
    private bool MayAnswer()
    {
        if (Interlocked.Decrement(ref _answersToLose) >= 0)
            return false;
        Interlocked.Decrement(ref _answersToPass);
        return true;
    }

    private static async Task Copy(Socket from, Socket to, Func<bool> mayPass, CancellationToken cancellationToken)
    {
        var piece = new byte[64 * 1024];
        while (await from.ReceiveAsync(piece, cancellationToken) is var count and > 0 && mayPass())
            await to.SendAsync(piece.AsMemory(0, count), cancellationToken);
    }
}
