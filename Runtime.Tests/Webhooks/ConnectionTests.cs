using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Requests that do not come in one piece, byte by byte over a socket.</summary>
public class ConnectionTests
{
    [Test]
    public async Task A_body_that_ended_after_the_stop_began_was_handled_all_the_same()
    {
        var received = new ConcurrentQueue<Types.Update>();
        await using var server = await TestServers.Start((update, _) => { received.Enqueue(update); return default; });
        using var client = await SlowRequest.Begin(server.Urls[0], TestServers.Message(1));

        var stopped = server.Stop();
        var answer = await client.End();

        Assert.That(answer, Does.StartWith("HTTP/1.1 503 ").And.Contain("Retry-After: "));
        await stopped.WaitAsync(TestServers.Guard);
        Assert.That(received, Is.Empty);
    }

    [Test]
    public async Task A_client_that_reset_its_connection_was_logged_as_an_error_of_the_app()
    {
        using var log = new RecordingLoggers();
        var server = await TestServers.Start((_, _) => default, new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log });
        for (var i = 0; i < 20; i++)
        {
            using var client = await SlowRequest.Begin(server.Urls[0], TestServers.Message(i), secret: null);
            client.Reset();
        }

        // Requests are over when the server has stopped.
        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(log.Lines, Has.None.StartWith(nameof(LogLevel.Error)));
    }

    /// <summary>A request whose head has been accepted, and whose body is on its way.</summary>
    private sealed class SlowRequest : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private byte[] _body = [];

        /// <summary>Returns when the server reads the body, which it says by 100 to a client that asks for it.</summary>
        public static async Task<SlowRequest> Begin(string url, string body, string? secret = TestServers.Secret)
        {
            var uri = new Uri(url);
            var request = new SlowRequest { _body = Encoding.UTF8.GetBytes(body) };
            await request._socket.ConnectAsync(IPAddress.Parse(uri.Host), uri.Port);
            var head = $"POST {uri.AbsolutePath} HTTP/1.1\r\nHost: {uri.Authority}\r\nContent-Length: {request._body.Length}\r\nConnection: close\r\n"
                + (secret is null ? "" : $"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n") + "Expect: 100-continue\r\n\r\n";
            await request._socket.SendAsync(Encoding.ASCII.GetBytes(head));
            Assert.That(await request.Read(untilClosed: false), Does.StartWith("HTTP/1.1 100"));
            await request._socket.SendAsync(request._body.AsMemory(0, 10));
            return request;
        }

        public async Task<string> End()
        {
            await _socket.SendAsync(_body.AsMemory(10));
            return await Read(untilClosed: true);
        }

        public void Reset()
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close();
        }

        public void Dispose() => _socket.Dispose();

        private async Task<string> Read(bool untilClosed)
        {
            using var patience = new CancellationTokenSource(TestServers.Guard);
            var text = new StringBuilder();
            var buffer = new byte[4096];
            while (await _socket.ReceiveAsync(buffer, patience.Token) is var count and > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
                if (!untilClosed && text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                    break;
            }

            return text.ToString();
        }
    }
}
