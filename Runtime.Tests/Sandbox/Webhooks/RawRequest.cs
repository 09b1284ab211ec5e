using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>One request, byte for byte, and the connection to answer it on.</summary>
internal sealed class RawRequest(string head, string body, Stream connection, int connectionNumber)
{
    /// <summary>Everything before the body, with the empty line.</summary>
    public string Head { get; } = head;

    public string Body { get; } = body;

    public int ConnectionNumber { get; } = connectionNumber;

    public int UpdateId => JsonNode.Parse(Body)!["update_id"]!.GetValue<int>();

    /// <summary>The text of the message in it.</summary>
    public string Text => JsonNode.Parse(Body)!["message"]!["text"]!.GetValue<string>();

    /// <summary>The connection's TLS; null over plain TCP.</summary>
    public SslStream? Tls => connection as SslStream;

    public Task Answer(string raw) => connection.WriteAsync(Encoding.Latin1.GetBytes(raw)).AsTask();

    public Task Answer(byte[] raw) => connection.WriteAsync(raw).AsTask();

    public Task Ok() => Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    public Task Status(int code, string reason, string headers = "") =>
        Answer($"HTTP/1.1 {code} {reason}\r\nContent-Length: 0\r\n{headers}\r\n");

    public Task Reply(string contentType, string body, string headers = "") =>
        Answer($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public void HangUp() => connection.Dispose();

    /// <summary>Ends a plain connection as a crash does: the sender's system reports a reset.</summary>
    public void Reset()
    {
        var socket = ((NetworkStream)connection).Socket;
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }
}
