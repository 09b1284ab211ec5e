using System.Net;
using System.Net.Sockets;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>What scanners send to a TLS port, on a real server.</summary>
public sealed class TlsEndpointTests
{
    private static IEnumerable<TestCaseData> Strangers()
    {
        yield return Case("an alert", [0x15, 3, 1, 0, 2, 1, 0]);
        yield return Case("a handshake that is no ClientHello", [0x16, 3, 1, 0, 4, 2, 0, 0, 0]);
        yield return Case("data of an application", [0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5]);
        yield return Case("a change of the cipher", [0x14, 3, 3, 0, 1, 1]);
        yield return Case("HTTP", "GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        yield return Case("a ClientHello without content", [0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0]);
        yield return Case("zeros", new byte[32]);

        static TestCaseData Case(string name, byte[] content) => new TestCaseData(content).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Strangers))]
    public async Task A_record_that_is_no_ClientHello_logged_an_error_about_the_certificate(byte[] record)
    {
        using var log = new RecordingLoggers();
        var key = WebhookPrivateKeyConfig.SelfSigned("bot.example.com");
        await using (var server = await TestServers.Start((_, _) => default, TestServers.Options(loggers: log), key: key))
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(server.Urls[0]).Port));
            await socket.SendAsync(record);
            socket.Shutdown(SocketShutdown.Send);
            await Closed(socket);

            using var client = TestServers.Client();
            using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "others are served");
        }

        Assert.That(log.Lines, Has.None.StartsWith("Error").And.None.StartsWith("Warning").And.None.StartsWith("Critical"));
    }

    private static async Task Closed(Socket socket)
    {
        try
        {
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer).WaitAsync(TestServers.Guard) > 0)
            {
                // An alert may come first.
            }
        }
        catch (SocketException reset)
        {
            Assert.That(reset.SocketErrorCode, Is.EqualTo(SocketError.ConnectionReset));
        }
    }
}
