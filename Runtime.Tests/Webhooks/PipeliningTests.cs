using System.Net;
using System.Net.Sockets;
using System.Text;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>
/// Clients that send request after request and never read an answer, beside an honest sender. Linux: it reads what the
/// process takes.
/// </summary>
[Platform("Linux", Reason = "Reads the resident memory of another process from /proc.")]
public sealed class PipeliningTests
{
    private const int Clients = 200;
    private const int MostMebibytes = 120;
    private const int MostBytesAClient = 8 * 1024 * 1024;

    [Test]
    public async Task Clients_that_never_read_took_memory_without_a_bound()
    {
        using var directory = new TemporaryDirectory();
        using var server = await CrashServerProcess.Start(directory.File("inbox.db"));
        using var honest = new HttpClient();
        for (var id = 1; id <= 200; id++) await Post(honest, server.Url, id);
        var before = ResidentMebibytes(server.ProcessId);
        using var stop = new CancellationTokenSource();
        var sent = 0L;
        var clients = Enumerable.Range(0, Clients).Select(
            _ => Pipeline(server.Url, bytes => Interlocked.Add(ref sent, bytes), stop.Token)).ToList();

        // Until nobody gets rid of anything more, or everything.
        var (last, most) = (-1L, 0L);
        for (var id = 1_000; id < 20_000 && Interlocked.Read(ref sent) != last; id += 50)
        {
            last = Interlocked.Read(ref sent);
            for (var i = 0; i < 50; i++) await Post(honest, server.Url, id + i);
            most = Math.Max(most, ResidentMebibytes(server.ProcessId));
        }

        Assert.That(last, Is.GreaterThan(Clients * 64 * 1024L), "they sent what they could");
        Assert.That(most - before, Is.LessThan(MostMebibytes), $"MiB for {Clients} clients, beside {before} before");
        await stop.CancelAsync();
        await Task.WhenAll(clients).WaitAsync(RealTime.Patience);
        await server.StopGracefully();
    }

    private static async Task Pipeline(Uri url, Action<int> sent, CancellationToken stop)
    {
        var body = """{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"hi"}}""";
        var request = Encoding.ASCII.GetBytes(
            $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var chunk = Enumerable.Repeat(request, 200).SelectMany(bytes => bytes).ToArray();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, SendBufferSize = 4096 };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, url.Port, stop);
            for (var total = 0; total < MostBytesAClient; total += chunk.Length)
                sent(await socket.SendAsync(chunk, stop));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task Post(HttpClient client, Uri url, int id)
    {
        using var answer = await client.PostAsync(url, new ByteArrayContent(TestUpdates.Message(id).Body.ToArray())
        {
            Headers = { ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json") },
        });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static long ResidentMebibytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024).Single();
}
