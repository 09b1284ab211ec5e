using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Requests that do not come in one piece, or are none, byte by byte over a socket.</summary>
public class ConnectionTests
{
    [Test]
    public async Task A_body_that_ended_after_the_stop_began_was_handled_all_the_same()
    {
        var received = new ConcurrentQueue<Types.Update>();
        await using var server = await TestServers.Start((update, _) => { received.Enqueue(update); return default; });
        var body = TestServers.Message(1);
        using var client = await BeginBody(server.Urls[0], body, TestServers.Secret);

        var stopped = server.Stop();
        await client.Send(body[10..]);

        Assert.That(await client.ReadAll(), Does.StartWith("HTTP/1.1 503 ").And.Contain("Retry-After: 1\r\n"));
        await stopped.WaitAsync(TestServers.Guard);
        Assert.That(received, Is.Empty);
    }

    [Test]
    public async Task A_client_that_reset_its_connection_was_logged_as_an_error_of_the_app()
    {
        using var log = new RecordingLoggers();
        var server = await TestServers.Start(
            (_, _) => default, new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log });
        for (var i = 0; i < 20; i++)
        {
            using var client = await BeginBody(server.Urls[0], TestServers.Message(i), secret: null);
            client.Reset();
        }

        // Requests are over when the server has stopped.
        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(log.Lines, Has.None.StartWith(nameof(LogLevel.Error)));
    }

    [TestCase("xyz\r\n", TestName = "A chunk size that is no number")]
    [TestCase("FFFFFFFFFFFFFFFFFF\r\n", TestName = "A chunk size beyond every number")]
    [TestCase("7FFFFFFF\r\n", TestName = "A chunk size of two gigabytes")]
    [TestCase("5\r\nhelloXX", TestName = "A chunk that does not end where it says")]
    public async Task A_bad_chunk_was_answered_500_and_logged_with_a_stack_trace(string chunk)
    {
        using var log = new RecordingLoggers();
        var server = await TestServers.Start((_, _) => default, TestServers.Options(loggers: log));
        using var client = await RawConnection.Open(server.Urls[0]);

        await client.Send(client.Head("Transfer-Encoding: chunked\r\n") + chunk);
        client.EndSending();
        var answer = await client.ReadAll();
        await server.Stop().WaitAsync(TestServers.Guard);

        // Kestrel closes a connection whose client has ended in the middle without an answer.
        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").Or.StartWith("HTTP/1.1 413 ").Or.Empty);
        AssertQuiet(log);
    }

    [TestCase("Content-Length: 1000\r\n", "{\"update_id\":1,")]
    [TestCase("Transfer-Encoding: chunked\r\n", "ff\r\n{\"update_id\":1,")]
    public async Task A_client_that_broke_off_in_the_middle_of_a_body_left_a_warning_with_a_stack_trace(
        string length, string begun)
    {
        using var log = new RecordingLoggers();
        var received = 0;
        var server = await TestServers.Start(
            (_, _) => { received++; return default; }, TestServers.Options(loggers: log));
        using var client = await RawConnection.Open(server.Urls[0]);
        await client.Send(client.Head(length + "Expect: 100-continue\r\n"));
        Assert.That(await client.ReadHead(), Does.StartWith("HTTP/1.1 100"));

        await client.Send(begun);
        client.EndSending();
        var answer = await client.ReadAll();
        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").Or.Empty);
        Assert.That(received, Is.Zero);
        AssertQuiet(log);
    }

    [Test]
    public async Task Headers_between_8_and_32_KiB_were_refused()
    {
        var received = 0;
        await using var server = await TestServers.Start((_, _) => { received++; return default; });
        using var client = TestServers.Client();
        using var request = TestServers.Post(server.Urls[0], TestServers.Message(1));
        request.Headers.Add("Cookie", new string('c', 20_000));

        using var answer = await client.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        Assert.That(received, Is.EqualTo(1));
    }

    [Test]
    public async Task Headers_above_32_KiB_were_refused_without_a_word_in_the_log()
    {
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, TestServers.Options(loggers: log));
        using var client = await RawConnection.Open(server.Urls[0]);

        await client.Send(client.Head($"Cookie: {new string('c', 40_000)}\r\n"));
        var answer = await client.ReadAll();

        Assert.That(answer, Does.StartWith("HTTP/1.1 431 ").Or.Empty);
        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Warning 5010", StringComparison.Ordinal)
            && line.Contains("431", StringComparison.Ordinal) && line.Contains("127.0.0.1", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_connection_that_says_nothing_stayed_open_for_ninety_seconds()
    {
        var clock = new TimerClock();
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, Options(clock, log));
        using var silent = await RawConnection.Open(server.Urls[0]);

        var limit = await clock.NextWait();
        clock.Advance(limit);
        var answer = await silent.ReadAll();

        Assert.That(limit, Is.EqualTo(TimeSpan.FromSeconds(15)));
        Assert.That(answer, Is.Empty);
    }

    [Test]
    public async Task A_connection_that_spoke_once_may_rest_as_long_as_Telegram_does()
    {
        var clock = new TimerClock();
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, Options(clock, log));
        using var client = await RawConnection.Open(server.Urls[0]);
        var body = TestServers.Message(1);
        await client.Send(client.Head($"Content-Length: {body.Length}\r\n") + body);
        Assert.That(await client.ReadHead(), Does.StartWith("HTTP/1.1 200 "));

        clock.Advance(TimeSpan.FromSeconds(61));

        var second = TestServers.Message(2);
        await client.Send(client.Head($"Content-Length: {second.Length}\r\n") + second);
        Assert.That(await client.ReadHead(), Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task Keep_alive_shorter_than_Telegrams_60_seconds_closed_connections_under_its_requests()
    {
        TimeSpan? keepAlive = null;
        await using var server = await TestServers.Start((_, _) => default, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            ConfigureKestrel = kestrel => keepAlive = kestrel.Limits.KeepAliveTimeout,
        });

        Assert.That(keepAlive, Is.GreaterThan(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Connections_without_a_limit_took_every_file_descriptor()
    {
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            LoggerFactory = log,
            MaxConnections = 2,
        });
        var body = TestServers.Message(1);
        using var first = await RawConnection.Open(server.Urls[0]);
        using var second = await RawConnection.Open(server.Urls[0]);
        foreach (var client in new[] { first, second })
        {
            await client.Send(client.Head($"Content-Length: {body.Length}\r\n") + body);
            Assert.That(await client.ReadHead(), Does.StartWith("HTTP/1.1 200 "));
        }

        using var third = await RawConnection.Open(server.Urls[0]);
        Assert.That(await third.ReadAll(), Is.Empty, "one too many is closed");
        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Warning 5010", StringComparison.Ordinal)
            && line.Contains("connections", StringComparison.Ordinal)));
    }

    private static WebhookServerOptions Options(TimeProvider clock, ILoggerFactory log) => new()
    {
        Inbox = UpdateInbox.None,
        SecretToken = TestServers.Secret,
        LoggerFactory = log,
        TimeProvider = clock,
    };

    private static void AssertQuiet(RecordingLoggers log) => Assert.That(
        log.Lines.Where(line => !line.StartsWith("Information", StringComparison.Ordinal) && !line.StartsWith("Debug", StringComparison.Ordinal)
            && !line.StartsWith("Trace", StringComparison.Ordinal)
            && !line.StartsWith("Warning 5001", StringComparison.Ordinal)),
        Is.Empty);

    /// <summary>
    /// Returns when the server reads the body, which it says by 100 to a client that asks for it; ten bytes are sent.
    /// </summary>
    private static async Task<RawConnection> BeginBody(string url, string body, string? secret)
    {
        var connection = await RawConnection.Open(url);
        await connection.Send(
            connection.Head($"Content-Length: {body.Length}\r\nConnection: close\r\nExpect: 100-continue\r\n", secret));
        Assert.That(await connection.ReadHead(), Does.StartWith("HTTP/1.1 100"));
        await connection.Send(body[..10]);
        return connection;
    }
}
