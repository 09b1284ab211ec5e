using System.Net;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Several servers on one port.</summary>
public class WebhookListenerTests
{
    [Test]
    public async Task Servers_that_share_a_listener_have_one_port_and_each_its_own_updates()
    {
        var listener = new WebhookListener();
        var (one, two) = (new List<long>(), new List<long>());

        await using var first = await Start(listener, "one", one);
        await using var second = await Start(listener, "two", two);
        var answers = new[] { await Post(first.Urls[0]), await Post(second.Urls[0]), await Post(first.Urls[0].Replace("/one", "/three", StringComparison.Ordinal)) };

        Assert.That(new Uri(second.Urls[0]).Port, Is.EqualTo(new Uri(first.Urls[0]).Port));
        Assert.That(answers, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound }));
        Assert.That((one.Count, two.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task The_first_that_stops_leaves_the_port_to_the_others_and_the_last_closes_it()
    {
        var listener = new WebhookListener();
        await using var first = await Start(listener, "one");
        await using var second = await Start(listener, "two");

        await first.Stop().WaitAsync(TestServers.Guard);
        var (stopped, running) = (await Post(first.Urls[0]), await Post(second.Urls[0]));
        await second.Stop().WaitAsync(TestServers.Guard);

        Assert.That((stopped, running), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.OK)));
        await Assert.ThrowsAsync<HttpRequestException>(() => Post(second.Urls[0]));
        await using var again = await Start(listener, "one");
        Assert.That(await Post(again.Urls[0]), Is.EqualTo(HttpStatusCode.OK), "it can be used again");
    }

    [Test]
    public async Task What_cannot_be_shared_is_refused_all_at_once_and_disturbs_nobody()
    {
        var listener = new WebhookListener();
        await using var first = await Start(listener, "one");
        var other = WebhookPrivateKeyConfig.FromPem("missing.pem", "missing.pem");

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => WebhookServer.StartListenWebhooks(
            1, "127.0.0.1", "one", other, null, (_, _) => default, Options(listener, maxConnections: 7)));

        Assert.That(error!.Problems, Has.Some.Contains("same host and port").And.Some.Contains("privateKeyConfig")
            .And.Some.Contains("MaxConnections").And.Some.Contains("same sub-route"));
        Assert.That(await Post(first.Urls[0]), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_start_that_fails_beside_others_leaves_the_port_to_them()
    {
        var listener = new WebhookListener();
        var inbox = UpdateInbox.Sqlite(Path.Combine(typeof(WebhookListenerTests).Assembly.Location, "inbox.db"));
        var failing = WebhookServer.StartListenWebhooks(
            0, "127.0.0.1", "one", null, null, (_, _) => default, Options(listener, inbox));
        await Assert.ThrowsAsync<WebhookStartException>(() => failing);

        await using var second = await Start(listener, "one");

        Assert.That(await Post(second.Urls[0]), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_broke_a_listener_for_one_bot_is_told_to_the_next()
    {
        var options = Options(new WebhookListener());
        options.ConfigureKestrel = _ => throw new InvalidOperationException("no such protocol");
        await using var one = new WebhookStart(
            new WebhookTarget(0, "127.0.0.1", "one", null, null, (_, _) => default), options, null, null);
        await using var two = new WebhookStart(
            new WebhookTarget(0, "127.0.0.1", "two", null, null, (_, _) => default), options, null, null);
        await one.Prepare([], CancellationToken.None);
        await two.Prepare([], CancellationToken.None);

        await Assert.CatchAsync<InvalidOperationException>(() => one.Go(CancellationToken.None));
        var error = await Assert.CatchAsync<WebhookStartException>(() => two.Go(CancellationToken.None));

        Assert.That(error!.Message, Is.EqualTo("The shared listener could not be started for another bot: no such protocol"));
    }

    [Test]
    public async Task One_key_serves_all_who_share_the_port()
    {
        var listener = new WebhookListener();
        var key = KeyFixtures.Store("single.jks", "only");

        await using var first = await Start(listener, "one", key: key);
        await using var second = await Start(listener, "two", key: key);

        Assert.That(second.Urls[0], Does.StartWith("https://"));
        Assert.That((await Post(first.Urls[0]), await Post(second.Urls[0])),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
    }

    private static WebhookServerOptions Options(
        WebhookListener listener, UpdateInbox? inbox = null, int maxConnections = 1000)
    {
        var options = TestServers.Options(inbox);
        (options.Listener, options.MaxConnections) = (listener, maxConnections);
        return options;
    }

    private static Task<WebhookServer> Start(
        WebhookListener listener, string subroute, List<long>? received = null, WebhookPrivateKeyConfig? key = null) =>
        WebhookServer.StartListenWebhooks(0, "127.0.0.1", subroute, key, null, (update, _) =>
        {
            received?.Add(update.UpdateId);
            return default;
        }, Options(listener));

    private static async Task<HttpStatusCode> Post(string url)
    {
        using var client = TestServers.Client();
        using var answer = await client.SendAsync(TestServers.Post(url, TestServers.Message(1)));
        return answer.StatusCode;
    }
}
