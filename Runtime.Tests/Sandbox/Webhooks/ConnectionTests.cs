using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>How long connections live, and what their ends look like.</summary>
internal sealed class ConnectionTests : SenderTest
{
    [Test]
    [Wire("6.22")]
    public async Task An_idle_connection_is_closed_by_the_sender_after_60_seconds()
    {
        await SetWebhook();
        foreach (var (text, count) in new[] { ("one", 1), ("59 seconds later", 2) })
        {
            await Deliver(text, connection: 1);
            // The minute runs from the answer: the clock moves once that was read.
            await Telegram.Deliveries(count);
            await Pass(TimeSpan.FromSeconds(59));
            await Settle();
        }
        await Pass(TimeSpan.FromSeconds(1));
        Assert.That(await Server.NextEnd(), Is.EqualTo(1));
        await Settle();
        await Deliver("two minutes later", connection: 2);
        Assert.That((await Telegram.Deliveries(3)).Select(delivery => delivery.Attempt), Is.All.EqualTo(1));
        Assert.That(Telegram.WebhookInfo().ContainsKey("last_error_message"), Is.False);
    }

    [TestCase("", 2)]
    [TestCase("Connection: keep-alive\r\n", 1)]
    [Wire("6.4", "6.20")]
    public async Task After_an_answer_in_http_1_0_a_connection_is_only_used_again_with_keep_alive(
        string header, int next)
    {
        await SetWebhook();
        await Ada.Says("one");
        await (await Server.Next()).Answer($"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n{header}\r\n");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
        await Deliver("two", next);
    }

    [Test]
    [Wire("6.3")]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        await using var elsewhere = new RawServer();
        await SetWebhook();
        await Ada.Says("hi");
        await (await Server.Next()).Status(302, "Found", $"Location: {elsewhere.Url}\r\n");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.EqualTo("Wrong response from the webhook: 302 Found"));
        Assert.That((await Server.Next()).Text, Is.EqualTo("hi"));
        Assert.That(elsewhere.ConnectionCount, Is.Zero);
    }

    [Test]
    [Wire("6.21")]
    public async Task The_60_seconds_run_to_the_end_of_the_answer()
    {
        await SetWebhook();
        await Ada.Says("slow");
        var first = await Server.Next();
        await Settle();
        await Pass(TimeSpan.FromSeconds(40));
        await first.Answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        await Settle();
        await Pass(TimeSpan.FromSeconds(21));
        Assert.That((await Server.Next()).Body, Is.EqualTo(first.Body));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(),
            Is.EqualTo("Read timeout expired"));
    }

    [Test]
    [Wire("6.21", "10.5")]
    public async Task An_answer_after_59_seconds_is_in_time()
    {
        await SetWebhook();
        await Ada.Says("slow");
        var request = await Server.Next();
        await Settle();
        await Pass(TimeSpan.FromSeconds(59));
        await Settle();
        await request.Ok();
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
    }

    [Test]
    [Wire("4.13")]
    public async Task A_reset_connection_is_reported_in_the_systems_words()
    {
        await SetWebhook();
        await Ada.Says("hi");
        (await Server.Next()).Reset();
        await Telegram.Deliveries(1);
        var reset = new SocketException((int)SocketError.ConnectionReset).Message;
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(), Is.EqualTo(reset));
    }

    [Test]
    [Wire("6.9")]
    public async Task Headers_of_an_answer_above_256_KiB_are_a_failure()
    {
        await SetWebhook();
        await Ada.Says("hi");
        await (await Server.Next()).Status(200, "OK", $"X-Long: {new string('x', 250 << 10)}\r\n");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
        await Ada.Says("again");
        var second = await Server.Next();
        await second.Status(200, "OK", $"X-Long: {new string('x', 256 << 10)}\r\n");
        Assert.That((await Telegram.Deliveries(2))[1].Error, Is.Not.Null);
        Assert.That(await Server.Complaint().WaitAsync(Guard), Does.StartWith("HTTP/1.1 4"));
    }

    [Test]
    [Wire("5.2")]
    public async Task A_connection_carries_one_request_at_a_time()
    {
        await SetWebhook(new JsonObject { ["max_connections"] = 1 });
        await Deliver("a success, so that connections are not held back", connection: 1);
        await Ada.Says("under way");
        await Telegram.User("Bob").Says("waits");
        var first = await Server.Next();
        await NothingArrives();
        await first.Ok();
        Assert.That((await Server.Next()).ConnectionNumber, Is.EqualTo(first.ConnectionNumber));
    }

    [Test]
    [Wire("4.10")]
    public async Task A_server_that_does_not_take_the_request_within_60_seconds_is_a_write_timeout()
    {
        // It reads nothing and refuses everything beforehand: the sender goes on writing until the system's buffers are
        // full.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var refusing = RefuseUnread(listener);
        await SetWebhook(new JsonObject { ["url"] = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", ["max_connections"] = 50 });
        for (var chat = 1; chat <= 30; chat++)
            Telegram.SendUpdate("message", MessageIn(chat, new string('x', 500_000)));
        var attempts = await Telegram.Deliveries(1);
        using var patience = new CancellationTokenSource(3 * Guard);
        while (LastError() != "Write timeout expired" && !patience.IsCancellationRequested)
        {
            await Settle();
            var now = await Telegram.Deliveries(0);

            // Only once it got no further may the clock move, or it would run into the time that an answer may take.
            if (now.Count == attempts.Count) Time.Advance(TimeSpan.FromSeconds(30));
            attempts = now;
        }
        Assert.That(LastError(), Is.EqualTo("Write timeout expired"));
        listener.Stop();
        await refusing;
    }

    private static async Task RefuseUnread(TcpListener listener)
    {
        var refusals = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", 100)));
        var clients = new List<TcpClient>();
        try
        {
            while (true)
            {
                clients.Add(await listener.AcceptTcpClientAsync());
                await clients[^1].GetStream().WriteAsync(refusals);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
            foreach (var client in clients) client.Dispose();
        }
    }

    private string? LastError() => Telegram.WebhookInfo()["last_error_message"]?.GetValue<string>();

    private async Task Deliver(string text, int connection)
    {
        await Ada.Says(text);
        var request = await Server.Next();
        Assert.That((request.Text, request.ConnectionNumber), Is.EqualTo((text, connection)));
        await request.Ok();
        await Settle();
    }
}
