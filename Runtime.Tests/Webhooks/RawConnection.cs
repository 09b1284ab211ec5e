using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A connection on which a test writes what no HTTP client would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Uri _url;

    private RawConnection(string url) => _url = new Uri(url);

    public static async Task<RawConnection> Open(string url)
    {
        var connection = new RawConnection(url);
        await connection._socket.ConnectAsync(IPAddress.Parse(connection._url.Host), connection._url.Port);
        return connection;
    }

    /// <summary>The head of a POST with the right secret token, as far as the headers that the test adds.</summary>
    public string Head(string headers, string? secret = TestServers.Secret) =>
        $"POST {_url.AbsolutePath} HTTP/1.1\r\nHost: {_url.Authority}\r\nContent-Type: application/json\r\n"
        + (secret is null ? "" : $"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n") + headers + "\r\n";

    public async Task Send(string text) => await _socket.SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Says that nothing more comes; an answer can still be read.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Reads until the server has closed the connection, or cut it.</summary>
    public Task<string> ReadAll() => Read(_ => false);

    /// <summary>Reads one answer without a body.</summary>
    public Task<string> ReadHead() => Read(text => text.EndsWith("\r\n\r\n", StringComparison.Ordinal));

    public void Dispose() => _socket.Dispose();

    private async Task<string> Read(Predicate<string> isEnough)
    {
        using var patience = new CancellationTokenSource(TestServers.Guard);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is var count and > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
                if (isEnough(text.ToString()))
                    break;
            }
        }
        catch (SocketException)
        {
            // Cut off, which is an end too.
        }

        return text.ToString();
    }
}
