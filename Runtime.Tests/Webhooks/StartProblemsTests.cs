using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>
/// What keeps a server from starting: all of it at once, before Telegram is called, and nothing left behind.
/// </summary>
public class StartProblemsTests
{
    private const string Ok = """{"ok":true,"result":true,"description":"Webhook was set"}""";
    private const string PublicUrl = "https://bot.example.com:8443/hook";

    [Test]
    public async Task A_wrong_url_left_a_database_behind_and_came_in_a_second_round()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        using var folder = new TemporaryDirectory();
        await using var other = await TestServers.Start((_, _) => default);
        var taken = new Uri(other.Urls[0]).Port;

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            taken, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com:8080/hook", maxConnections: 4711),
            KeyFixtures.Store("single.jks", "nobody"), null, (_, _) => default,
            new WebhookServerOptions { Inbox = UpdateInbox.Sqlite(folder.File("inbox.db")), MaxBodyBytes = 1, MaxConnections = 5000, LoggerFactory = NullLoggerFactory.Instance }));

        Assert.That(error!.Problems, Has.Count.EqualTo(5));
        Assert.That(error.Message, Does.Contain("MaxBodyBytes").And.Contain("port 8080").And.Contain("4711").And.Contain("no entry 'nobody'").And.Contain($"Port {taken}"));
        Assert.That(error.InnerException, Is.InstanceOf<WebhookKeyStoreException>());
        Assert.That(Directory.EnumerateFileSystemEntries(folder.FullPath), Is.Empty);
        Assert.That(telegram.Received, Is.Empty);
    }

    [TestCase("", 0, "The host to listen on is empty")]
    [TestCase("127.0.0.1", 65_536, "The port to listen on")]
    public async Task A_place_that_is_none_is_one_problem_and_not_two(string host, int port, string says)
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(
            () => WebhookServer.StartListenWebhooks(
                port, host, "hook", null, null, (_, _) => default, TestServers.Options()));

        Assert.That(error!.Problems.Single(), Does.StartWith(says));
    }

    [Test]
    public async Task A_start_that_failed_left_a_new_self_signed_key_behind()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        using var folder = new TemporaryDirectory();

        await Assert.ThrowsAsync<WebhookStartException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com:8080/hook"),
            WebhookPrivateKeyConfig.SelfSigned("bot.example.com", folder.File("key.pem")), null, (_, _) => default,
            TestServers.Options(secret: null)));

        Assert.That(Directory.EnumerateFileSystemEntries(folder.FullPath), Is.Empty);
    }

    [Test]
    public async Task One_catch_is_enough_for_whatever_a_start_throws()
    {
        using var telegram = new MockTelegram()
            .AnswersError(401, "Unauthorized")
            .Answers("<html>a proxy</html>", HttpStatusCode.Forbidden, "text/html");
        using var bot = telegram.Bot();
        Task<WebhookServer> Start(WebhookPrivateKeyConfig? key = null) => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), key, null, (_, _) => default,
            TestServers.Options(secret: null));

        var refused = await Assert.CatchAsync<WebhookStartException>(() => Start());
        var notTelegram = await Assert.CatchAsync<WebhookStartException>(() => Start());
        var noKey = await Assert.CatchAsync<WebhookStartException>(
            () => Start(KeyFixtures.Store("single.jks", "nobody")));

        Assert.That(refused!.Message, Does.Contain("401 Unauthorized").And.Contain("@BotFather"));
        Assert.That(notTelegram!.InnerException, Is.InstanceOf<BotApiResponseException>());
        Assert.That(noKey, Is.InstanceOf<WebhookKeyStoreException>());
    }

    [TestCase("192.168.1.7", "is not reachable from the internet")]
    [TestCase("2001:db8::1", "IPv6 addresses only")]
    public async Task A_host_that_leads_nowhere_was_not_looked_up(string address, string warning)
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            Options(log, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)])));

        Assert.That(log.Lines, Has.One.StartsWith("Warning 5003 ").And.One.Contains(warning));
    }

    [Test]
    public async Task A_host_that_dns_does_not_know_is_a_warning_and_a_resolver_that_hangs_holds_nothing_up()
    {
        using var telegram = new MockTelegram().Answers(Ok).Answers(Ok);
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();
        Task<WebhookServer> Start(HostLookup lookup) => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default, Options(log, lookup));

        await using var unknown = await Start(
            (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        await using var hanging = await Start((_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        Assert.That(log.Lines, Has.One.Contains("DNS does not know the webhook's host").And.One.Contains("could not be looked up"));
    }

    [Test]
    public async Task A_server_of_ones_own_and_a_fixed_address_need_no_dns()
    {
        using var telegram = new MockTelegram().Answers(Ok).Answers(Ok);
        using var own = telegram.Bot(options => options with { BaseUrl = "http://127.0.0.1:8081" });
        using var cloud = telegram.Bot();
        using var log = new RecordingLoggers();
        static Task<IPAddress[]> Refuse(string host,
            CancellationToken cancellationToken) => throw new InvalidOperationException("was asked");

        await using var first = await own.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("http://backend/hook"), null, null, (_, _) => default,
            Options(log, Refuse));
        await using var second = await cloud.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl, ipAddress: "8.8.8.8"), null, null, (_, _) => default,
            Options(log, Refuse));

        Assert.That(log.Lines, Has.None.Contains("5003"));
    }

    [Test]
    public async Task A_path_other_than_the_one_listened_on_was_registered_without_a_word()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "webhook_route", new SetWebhook("https://bot.example.com:8443/other_route"),
            WebhookPrivateKeyConfig.SelfSigned("bot.example.com"), null,
            (_, _) => default, TestServers.Options(secret: null)));

        Assert.That(error!.Message, Does.Contain("(/other_route) is not the sub-route that is listened on (/webhook_route)").And.Contain("404"));
        Assert.That(telegram.Received, Is.Empty);
    }

    [TestCase("https://bot.example.com:8443/a%20b?x=1", "a%20b")]
    [TestCase("https://bot.example.com:8443/%D0%B1%D0%BE%D1%82/", "бот")]
    [TestCase("https://bot.example.com:8443", null)]
    [TestCase("https://bot.example.com:8443/a%2Fb", "a%2Fb")]
    public async Task The_same_path_in_other_clothes_is_no_difference(string url, string? subroute)
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", subroute, new SetWebhook(url), WebhookPrivateKeyConfig.SelfSigned("bot.example.com"), null,
            (_, _) => default, TestServers.Options(secret: null));

        Assert.That(telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_port_other_than_the_one_listened_on_was_registered_without_a_word()
    {
        using var telegram = new MockTelegram().Answers(Ok).Answers(Ok);
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();
        Task<WebhookServer> Start(bool behindProxy) => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com/hook"),
            WebhookPrivateKeyConfig.SelfSigned("bot.example.com"), null, (_, _) => default,
            Options(log, TestServers.PublicAddress, behindProxy));

        await using (var server = await Start(behindProxy: false))
        {
            var port = new Uri(server.Urls[0]).Port;
            var lines = log.Lines.ToList();
            Assert.That(lines, Has.One.Contains($"The webhook URL's port is 443, and the server listens on {port}"));
            Assert.That(lines.FindIndex(line => line.Contains("Warning 5003")), Is.LessThan(lines.FindIndex(line => line.Contains("Information 5002"))), "before Telegram is called");
        }

        var before = log.Lines.Count(line => line.Contains("5003"));
        await using var proxied = await Start(behindProxy: true);
        Assert.That(log.Lines.Count(line => line.Contains("5003")), Is.EqualTo(before));
    }

    [Test]
    public async Task Two_servers_on_any_port_in_one_folder_took_the_same_file()
    {
        var names = new List<string>();
        var inbox = new NamedInbox(names);
        using var log = new RecordingLoggers();

        await using var first = await TestServers.Start((_, _) => default, TestServers.Options(inbox));
        await using var second = await TestServers.Start((_, _) => default, TestServers.Options(inbox));

        Assert.That(names, Is.EqualTo(new[] { new Uri(first.Urls[0]).Port.ToString(), new Uri(second.Urls[0]).Port.ToString() }));
    }

    [Test]
    public async Task Two_servers_that_share_a_port_took_the_same_file()
    {
        var names = new List<string>();
        var inbox = new NamedInbox(names);
        var listener = new WebhookListener();
        Task<WebhookServer> Start(string subroute)
        {
            var options = TestServers.Options(inbox);
            options.Listener = listener;
            return TestServers.Start((_, _) => default, options, subroute: subroute);
        }

        await using var first = await Start("one");
        await using var second = await Start("One");

        Assert.That(names, Is.Unique);
        Assert.That(names, Is.All.Match($"^{new Uri(first.Urls[0]).Port}-[0-9a-f]{{16}}$"));
    }

    [TestCase("unix:/run/a/bot.sock", "unix:/run/b/bot.sock", false)]
    [TestCase("unix:/run/a/bot.sock", " unix:/run/a/../a/bot.sock", true)]
    public void Two_sockets_of_one_name_took_the_same_file(string one, string other, bool isSame)
    {
        var names = new[] { ListenAddress.InboxName(one, 0, null), ListenAddress.InboxName(other, 0, null) };

        Assert.That(names, Is.All.Match("^bot-[0-9a-f]{16}$"));
        Assert.That(names[0] == names[1], Is.EqualTo(isSame));
    }

    [Test]
    public async Task A_failed_start_closed_only_the_last_thing_it_had_opened()
    {
        var closed = new List<string>();
        await using (var undo = new StartUndo(NullLogger.Instance))
        {
            undo.Opened(new Resource("first", closed));
            undo.Opened(new Resource("second", closed, fails: true));
            undo.Opened(new Resource("third", closed));
        }

        Assert.That(closed, Is.EqualTo(new[] { "third", "second", "first" }));
    }

    private static WebhookServerOptions Options(RecordingLoggers log, HostLookup lookup, bool behindProxy = false) =>
        new() { Inbox = UpdateInbox.None, LoggerFactory = log, TimeProvider = TimeProvider.System, Lookup = lookup, TlsEndsAtProxy = behindProxy };

    private sealed class Resource(string name, List<string> closed, bool fails = false) : IDisposable
    {
        public void Dispose()
        {
            closed.Add(name);
            if (fails)
                throw new InvalidOperationException("Cannot be closed.");
        }
    }

    private sealed class NamedInbox(List<string> names) : UpdateInbox
    {
        public override ValueTask<IUpdateInbox> Open(
            InboxContext context, CancellationToken cancellationToken = default)
        {
            names.Add(context.Name);
            return InMemory().Open(context, cancellationToken);
        }
    }
}
