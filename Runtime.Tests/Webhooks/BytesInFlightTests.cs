using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What bodies may take of memory all together, while they are received and until they are kept.</summary>
public class BytesInFlightTests
{
    private const int BodyBytes = 100_000;

    [Test]
    public async Task Bodies_held_open_took_as_much_memory_as_their_senders_liked()
    {
        await using var server = await Start((_, _) => default);
        using var client = TestServers.Client();
        var body = TestServers.Message(1, new string('x', BodyBytes));
        var held = new List<RawConnection>();
        try
        {
            var refused = 0;
            for (var i = 0; i < 6; i++)
            {
                var connection = await RawConnection.Open(server.Urls[0]);
                held.Add(connection);
                await connection.Send(connection.Head($"Content-Length: {body.Length}\r\nExpect: 100-continue\r\n"));
                Assert.That(await connection.ReadHead(), Does.StartWith("HTTP/1.1 100"));
                // All but the last byte, so that nothing is handled and everything is held.
                await connection.Send(body[..^1]);
            }

            // At most three of the six fit; a request that does not is answered before its last byte.
            var answers = held.ConvertAll(connection => connection.ReadHead());
            while (refused < 3)
            {
                var answered = await Task.WhenAny(answers).WaitAsync(TestServers.Guard);
                Assert.That(await answered, Does.StartWith("HTTP/1.1 503 ").And.Contain("Retry-After: 1\r\n"));
                answers.Remove(answered);
                refused++;
            }

            Assert.That(answers.TrueForAll(task => !task.IsCompleted), Is.True, "those that fit are waited for");
        }
        finally
        {
            held.ForEach(connection => connection.Dispose());
        }
    }

    [Test]
    public async Task What_was_received_gives_its_bytes_back()
    {
        var received = 0;
        await using var server = await Start((_, _) => { received++; return default; });
        using var client = TestServers.Client();

        for (var i = 0; i < 20; i++)
        {
            using var answer = await client.SendAsync(
                TestServers.Post(server.Urls[0], TestServers.Message(i, new string('x', BodyBytes))));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(received, Is.EqualTo(20));
    }

    [Test]
    public async Task What_was_broken_off_or_refused_gives_its_bytes_back()
    {
        using var log = new RecordingLoggers();
        await using var server = await Start((_, _) => default, log);
        using var client = TestServers.Client();
        var body = TestServers.Message(1, new string('x', BodyBytes));
        for (var i = 0; i < 10; i++)
        {
            using var broken = await RawConnection.Open(server.Urls[0]);
            await broken.Send(broken.Head($"Content-Length: {body.Length}\r\n") + body[..^1]);
            broken.EndSending();
            await broken.ReadAll();
        }

        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], body));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_handler_that_takes_its_time_holds_its_bytes_with_no_inbox()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        await using var server = await Start(async (_, _) =>
        {
            if (Interlocked.Increment(ref running) == 3)
                entered.SetResult();
            await leave.Task;
        });
        using var client = TestServers.Client();
        var first = Enumerable.Range(0, 3).Select(i => client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(i, new string('x', BodyBytes), i)))).ToArray();
        await entered.Task.WaitAsync(TestServers.Guard);

        using var refused = await client.SendAsync(
            TestServers.Post(server.Urls[0], TestServers.Message(10, new string('x', BodyBytes))));
        leave.SetResult();
        var answers = await Task.WhenAll(first);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Parts_of_albums_that_are_acknowledged_and_not_handled_took_as_much_memory_as_their_senders_liked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await Start(async (_, _) => await leave.Task, time: time);
        using var client = TestServers.Client();
        var statuses = new List<int>();
        for (var id = 1; id <= 6; id++) statuses.Add(await Send(id));
        // Their handlers take their time, and the parts are in memory until they are done.
        time.Advance(TimeSpan.FromSeconds(2));
        statuses.Add(await Send(7));

        // Before it is looked at: a stop waits for the handlers.
        leave.SetResult();
        Assert.That(statuses, Is.EqualTo(new[] { 200, 200, 200, 503, 503, 503, 503 }));
        // What is handled makes room a moment later.
        using var patience = new CancellationTokenSource(TestServers.Guard);
        while (await Send(7) != 200) patience.Token.ThrowIfCancellationRequested();
        time.Advance(TimeSpan.FromSeconds(2));

        async Task<int> Send(int id)
        {
            var caption = new string('x', BodyBytes);
            var message = $$$"""{"message_id":{{{id}}},"date":1,"chat":{"id":{{{id}}}},"media_group_id":"g","caption":"{{{caption}}}"}""";
            var part = $$$"""{"update_id":{{{id}}},"message":{{{message}}}}""";
            using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], part));
            return (int)answer.StatusCode;
        }
    }

    [TestCase(1024)]
    public async Task A_limit_below_one_body_could_never_take_it(long limit)
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(() => TestServers.Start((_, _) => default, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            MaxBytesInFlight = limit,
            MaxConnections = 0,
            LoggerFactory = NullLoggerFactory.Instance,
        }));

        Assert.That(error!.Message, Does.Contain("MaxBytesInFlight").And.Contain("MaxConnections"));
    }

    private static Task<WebhookServer> Start(
        UpdateReceiver receiver, RecordingLoggers? log = null, TimeProvider? time = null) =>
        TestServers.Start(receiver, new WebhookServerOptions
        {
            TimeProvider = time ?? TimeProvider.System,
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            MaxBodyBytes = 2 * BodyBytes,
            MaxBytesInFlight = 3 * BodyBytes + 50_000,
            LoggerFactory = log is null ? NullLoggerFactory.Instance : log,
        });
}
