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

/// <summary>A webhook without any HTTP library in it: shows requests as they came in and answers what the test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Channel<RawRequest> requests = Channel.CreateUnbounded<RawRequest>();
    private readonly ConcurrentBag<Stream> connections = [];
    private readonly Channel<int> ended = Channel.CreateUnbounded<int>();
    private readonly X509Certificate2? certificate;
    private readonly SslProtocols protocols;
    private readonly TaskCompletionSource<string> complaint = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private int connectionCount;

    public RawServer(X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None)
        : this(new IPEndPoint(IPAddress.Loopback, 0), certificate, protocols)
    {
    }

    public RawServer(IPEndPoint endPoint, X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None)
    {
        listener = new TcpListener(endPoint);
        this.certificate = certificate;
        this.protocols = protocols;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"{(certificate is null ? "http" : "https")}://127.0.0.1:{Port}/hook";

    /// <summary>How many connections were made so far.</summary>
    public int ConnectionCount => connectionCount;

    public async Task<RawRequest> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await requests.Reader.ReadAsync(patience.Token);
    }

    /// <summary>What the sender wrote that is no request.</summary>
    public Task<string> Complaint() => complaint.Task;

    /// <summary>The number of the next connection that the sender closes.</summary>
    public async Task<int> NextEnd()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await ended.Reader.ReadAsync(patience.Token);
    }

    /// <summary>A request that is there already, or null.</summary>
    public RawRequest? Waiting() => requests.Reader.TryRead(out var request) ? request : null;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        foreach (var connection in connections) await connection.DisposeAsync();
        listener.Dispose();
        certificate?.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(Serve(await listener.AcceptTcpClientAsync(), Interlocked.Increment(ref connectionCount)));
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
        connections.Add(stream);
        try
        {
            if (certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    EnabledSslProtocols = protocols,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                });
                connections.Add(stream = secure);
            }
            while (await Read(stream, number) is { } request) await requests.Writer.WriteAsync(request);
            ended.Writer.TryWrite(number);
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
            complaint.TrySetResult(text);
            return await stream.ReadAsync(one) == 0 ? null : throw new IOException("The sender went on after its complaint.");
        }
        var length = text.Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new RawRequest(text, Encoding.UTF8.GetString(body), stream, number);
    }
}
