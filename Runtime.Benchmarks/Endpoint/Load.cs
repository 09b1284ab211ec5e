using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telegram.Webhooks.Runtime.Benchmarks.Endpoint;

/// <summary>
/// Posts updates over a fixed number of kept connections, one request in flight on each, as Telegram does.
/// </summary>
internal sealed class Load(Uri url, int connections)
{
    private static long s_nextUpdateId = 500_000_000;

    /// <summary>Sends that many updates and gives the time it took.</summary>
    public async Task<TimeSpan> Send(int updates)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(() => SendOver(connection, updates / connections))));
        return watch.Elapsed;
    }

    private async Task SendOver(int connection, int updates)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, url.Port);
        var request = new byte[4096];
        var answer = new byte[4096];
        for (var i = 0; i < updates; i++)
        {
            var length = Write(request, Interlocked.Increment(ref s_nextUpdateId), connection);
            await socket.SendAsync(request.AsMemory(0, length), SocketFlags.None);
            await ReadAnswer(socket, answer);
        }
    }

    private int Write(byte[] buffer, long updateId, int chat)
    {
        var body = SampleUpdate.Json(updateId, chat);
        var head = $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: 127.0.0.1:{url.Port}\r\nX-Telegram-Bot-Api-Secret-Token: {SampleUpdate.SecretToken}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n\r\n";
        var length = Encoding.ASCII.GetBytes(head, buffer);
        return length + Encoding.ASCII.GetBytes(body, buffer.AsSpan(length));
    }

    private static async Task ReadAnswer(Socket socket, byte[] buffer)
    {
        var filled = 0;
        while (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            filled += read;
        }

        if (!buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 200"u8))
            throw new IOException("Not answered 200: " + Encoding.ASCII.GetString(buffer, 0, filled));
    }
}
