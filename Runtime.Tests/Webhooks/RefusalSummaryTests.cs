using System.Collections.Concurrent;
using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What the log says of requests that are refused.</summary>
public class RefusalSummaryTests
{
    [Test]
    public async Task A_scanner_wrote_a_warning_for_each_of_its_requests()
    {
        var clock = new TimerClock();
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, Options(clock, log));
        using var client = TestServers.Client();

        for (var i = 0; i < 30; i++)
            await Refused(client, TestServers.Post(server.Urls[0], "{}", secret: "wrong"));
        await Refused(client, TestServers.Post(server.Urls[0], "{}", contentType: "text/plain"));
        Assert.That(Warnings(log), Has.Length.EqualTo(1), "the first is reported at once");
        clock.Advance(TimeSpan.FromMinutes(1));

        var warnings = Warnings(log);
        Assert.That(warnings, Has.Length.EqualTo(2));
        Assert.That(warnings[0], Does.Contain("1 request").And.Contain("wrong or missing secret token (401): 1").And.Contain("127.0.0.1"));
        Assert.That(warnings[1], Does.Contain("30 requests").And.Contain("wrong or missing secret token (401): 29")
            .And.Contain("(415): 1").And.Contain("127.0.0.1: 30"));
        Assert.That(log.Lines.Count(line => line.StartsWith("Debug 5020", StringComparison.Ordinal)), Is.EqualTo(31), "details are there for who wants them");
    }

    [Test]
    public async Task A_quiet_minute_says_nothing_and_the_next_refusal_is_reported_at_once()
    {
        var clock = new TimerClock();
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, Options(clock, log));
        using var client = TestServers.Client();
        await Refused(client, TestServers.Post(server.Urls[0], "{}", secret: "wrong"));

        clock.Advance(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That(Warnings(log), Has.Length.EqualTo(1));
        await Refused(client, TestServers.Post(server.Urls[0], "{}", secret: null));

        Assert.That(Warnings(log), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task What_was_refused_in_the_last_minute_was_not_counted_when_the_server_stopped()
    {
        using var log = new RecordingLoggers();
        var server = await TestServers.Start((_, _) => default, Options(new TimerClock(), log));
        using var client = TestServers.Client();
        for (var i = 0; i < 3; i++)
            await Refused(client, TestServers.Post(server.Urls[0], "{}", secret: "wrong"));

        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(Warnings(log), Has.Length.EqualTo(2));
        Assert.That(Warnings(log)[1], Does.Contain("2 requests"));
    }

    [Test]
    public async Task Garbage_for_a_server_without_a_secret_wrote_a_warning_each()
    {
        var clock = new TimerClock();
        using var log = new RecordingLoggers();
        var errors = new ConcurrentQueue<WebhookException>();
        await using var server = await TestServers.Start(
            (_, _) => default, Options(clock, log, secret: null), errors.Enqueue);
        using var client = TestServers.Client();

        for (var i = 0; i < 20; i++)
            await Refused(client, TestServers.Post(server.Urls[0], "garbage", secret: null));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(Warnings(log), Has.Length.EqualTo(2));
        Assert.That(log.Lines, Has.None.StartsWith("Warning 4001"));
        Assert.That(errors, Has.Count.EqualTo(20), "the callback gets each");
    }

    [Test]
    public async Task The_addresses_of_many_senders_are_named_up_to_a_bound()
    {
        var clock = new TimerClock();
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start((_, _) => default, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            LoggerFactory = log,
            TimeProvider = clock,
            TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")],
        });
        using var client = TestServers.Client();
        for (var i = 0; i < 200; i++)
        {
            using var request = TestServers.Post(server.Urls[0], "{}", secret: "wrong");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            await Refused(client, request);
        }

        clock.Advance(TimeSpan.FromMinutes(1));

        var summary = Warnings(log)[1];
        Assert.That(summary, Does.Contain("199 requests").And.Contain("203.0.113.1: 1").And.Contain("others: "));
        Assert.That(summary.Length, Is.LessThan(600));
    }

    private static string[] Warnings(RecordingLoggers log) =>
        [.. log.Lines.Where(line => line.StartsWith("Warning 5010", StringComparison.Ordinal))];

    private static async Task Refused(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        using (var answer = await client.SendAsync(request))
            Assert.That((int)answer.StatusCode, Is.InRange(400, 499));
    }

    private static WebhookServerOptions Options(TimeProvider clock, RecordingLoggers log, string? secret = TestServers.Secret) => new()
    {
        Inbox = UpdateInbox.None,
        SecretToken = secret,
        LoggerFactory = log,
        TimeProvider = clock,
    };
}
