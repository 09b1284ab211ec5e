using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>
/// A webhook without any HTTP library in it: shows requests as they came in and answers what the test says.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Channel<RawRequest> _requests = Channel.CreateUnbounded<RawRequest>();
    private readonly ConcurrentBag<Stream> _connections = [];
    private readonly Channel<int> _ended = Channel.CreateUnbounded<int>();
    private readonly X509Certificate2? _certificate;
    private readonly SslProtocols _protocols;
    private readonly TaskCompletionSource<string> _complaint = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private int _connectionCount;

    public RawServer(X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None)
        : this(new IPEndPoint(IPAddress.Loopback, 0), certificate, protocols)
    {
    }

    public RawServer(
        IPEndPoint endPoint, X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None)
    {
        _listener = new TcpListener(endPoint);
        _certificate = certificate;
        _protocols = protocols;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/hook";

    /// <summary>How many connections were made so far.</summary>
    public int ConnectionCount => _connectionCount;

    public async Task<RawRequest> Next()
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        return await _requests.Reader.ReadAsync(patience.Token);
    }

    /// <summary>What the sender wrote that is no request.</summary>
    public Task<string> Complaint() => _complaint.Task;

    /// <summary>The number of the next connection that the sender closes.</summary>
    public async Task<int> NextEnd()
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        return await _ended.Reader.ReadAsync(patience.Token);
    }

    /// <summary>A request that is there already, or null.</summary>
    public RawRequest? Waiting() => _requests.Reader.TryRead(out var request) ? request : null;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var connection in _connections) await connection.DisposeAsync();
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(Serve(await _listener.AcceptTcpClientAsync(), Interlocked.Increment(ref _connectionCount)));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
            return;
        }
    }

    private async Task Serve(TcpClient client, int number)
    {
        Stream stream = client.GetStream();
        _connections.Add(stream);
        try
        {
            if (_certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    EnabledSslProtocols = _protocols,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                });
                _connections.Add(stream = secure);
            }
            while (await Read(stream, number) is { } request) await _requests.Writer.WriteAsync(request);
            _ended.Writer.TryWrite(number);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or AuthenticationException)
        {
            return;
        }
    }

    private async Task<RawRequest?> Read(Stream stream, int number)
    {
        // One byte at a time up to the empty line, so that nothing of what follows is taken.
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) return null;
            head.Append((char)one[0]);
        }
        var text = head.ToString();

        // An answer of the sender to what it could not accept is no request.
        if (!text.StartsWith("POST ", StringComparison.Ordinal))
        {
            _complaint.TrySetResult(text);
            return await stream.ReadAsync(one) == 0
                ? null
                : throw new IOException("The sender went on after its complaint.");
        }
        var length = text.Split("\r\n").Single(
            line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new RawRequest(text, Encoding.UTF8.GetString(body), stream, number);
    }
}
