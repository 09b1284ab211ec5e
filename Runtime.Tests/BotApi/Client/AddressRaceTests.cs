using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>
/// A host with several addresses: the first that answers is taken, and none that is silent is waited for.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AddressRaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DnsEndPoint Host = new("bot-api.example", 443);

    private readonly TestClock _time = new();
    private readonly Channel<IPEndPoint> _tried = Channel.CreateUnbounded<IPEndPoint>();
    private readonly Dictionary<string, TaskCompletionSource<Stream>> _silent = [];

    [Test]
    public async Task An_address_that_swallowed_packets_failed_the_call_though_another_would_have_answered()
    {
        // A full backlog drops what further clients send, as a broken route does.
        using var hole = new BlackHole();
        await using var server = await Serve(hole.Port);
        var race = new AddressRace(
            (_, _) => Task.FromResult(new[] { BlackHole.Address, IPAddress.Loopback }), AddressRace.ConnectSocket, TimeProvider.System);
        using var client = OwnHttpClient.Create(race);
        using var bot = new TelegramBot(MockTelegram.Token,
            new TelegramBotOptions { HttpClient = client, BaseUrl = $"http://bot-api.example:{hole.Port}" });

        Assert.That(await bot.Execute(new TestRequest("getMe")).WaitAsync(Patience, TimeProvider.System),
            Is.EqualTo("true"));
    }

    [Test]
    public async Task The_next_address_is_tried_a_quarter_of_a_second_later_and_the_first_connection_wins()
    {
        var race = Race(["2001:db8::1", "192.0.2.1"], silent: ["2001:db8::1"]);

        var connecting = race.Connect(Host, CancellationToken.None).AsTask();

        Assert.That((await Tried()).Address, Is.EqualTo(IPAddress.Parse("2001:db8::1")));
        Assert.That(await _time.NextWait(), Is.EqualTo(TimeSpan.FromMilliseconds(250)));
        Assert.That(_tried.Reader.TryRead(out _), Is.False, "not before it is due");
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.That(await connecting.WaitAsync(Patience, TimeProvider.System),
            Is.InstanceOf<Answer>().With.Property("From").EqualTo("192.0.2.1"));
    }

    [Test]
    public async Task An_address_that_is_slow_may_still_win()
    {
        var race = Race(["2001:db8::1", "192.0.2.1"], silent: ["2001:db8::1", "192.0.2.1"]);
        var connecting = race.Connect(Host, CancellationToken.None).AsTask();
        await Tried();
        await _time.PassNextWait();
        await Tried();

        _silent["2001:db8::1"].SetResult(new Answer("2001:db8::1"));

        Assert.That(await connecting.WaitAsync(Patience, TimeProvider.System),
            Is.InstanceOf<Answer>().With.Property("From").EqualTo("2001:db8::1"));
    }

    [Test]
    public async Task A_connection_that_comes_after_the_race_is_closed()
    {
        var race = Race(["2001:db8::1", "192.0.2.1"], silent: ["2001:db8::1"]);
        var connecting = race.Connect(Host, CancellationToken.None).AsTask();
        await Tried();
        await _time.PassNextWait();
        await connecting.WaitAsync(Patience, TimeProvider.System);
        var late = new Answer("2001:db8::1");

        _silent["2001:db8::1"].SetResult(late);

        await late.Closed.WaitAsync(Patience, TimeProvider.System);
    }

    [Test]
    public async Task An_address_that_refuses_is_followed_at_once()
    {
        var race = Race(["192.0.2.1", "192.0.2.2"], refusing: ["192.0.2.1"]);

        var answer = await race.Connect(Host, CancellationToken.None).AsTask().WaitAsync(Patience, TimeProvider.System);

        Assert.That(answer, Is.InstanceOf<Answer>().With.Property("From").EqualTo("192.0.2.2"));
    }

    [Test]
    public async Task When_no_address_can_be_reached_each_is_named_with_its_reason()
    {
        var race = Race(["2001:db8::1", "192.0.2.1"], refusing: ["2001:db8::1", "192.0.2.1"]);

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => race.Connect(Host, CancellationToken.None).AsTask().WaitAsync(Patience, TimeProvider.System));

        Assert.That(error!.Message, Does.Contain("No address of bot-api.example could be reached").And.Contain("2001:db8::1: refused by 2001:db8::1").And.Contain("192.0.2.1: refused"));
        Assert.That(error.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
    }

    [Test]
    public async Task The_last_failure_of_all_ends_the_race_though_the_others_failed_before()
    {
        var race = Race(["192.0.2.1", "192.0.2.2"], silent: ["192.0.2.1"], refusing: ["192.0.2.2"]);
        var connecting = race.Connect(Host, CancellationToken.None).AsTask();
        await Tried();
        await _time.PassNextWait();
        await Tried();

        _silent["192.0.2.1"].SetException(new SocketException((int)SocketError.HostUnreachable));

        await Assert.ThrowsAsync<HttpRequestException>(() => connecting.WaitAsync(Patience, TimeProvider.System));
    }

    [Test]
    public async Task The_callers_cancellation_ends_the_race()
    {
        var race = Race(["192.0.2.1"], silent: ["192.0.2.1"]);
        using var caller = new CancellationTokenSource();
        var connecting = race.Connect(Host, caller.Token).AsTask();
        await Tried();

        await caller.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience, TimeProvider.System));
    }

    [TestCase("6a 6b 6c 4a 4b", "6a 4a 6b 4b 6c")]
    [TestCase("4a 4b 6a", "4a 6a 4b")]
    [TestCase("4a 6a 6b", "4a 6a 6b")]
    [TestCase("4a 4b", "4a 4b")]
    [TestCase("4a", "4a")]
    public void Families_take_turns_and_the_resolvers_first_comes_first(string resolved, string tried)
    {
        var addresses = resolved.Split(' ').Select(Address).ToList();

        Assert.That(AddressRace.InTurns(addresses), Is.EqualTo(tried.Split(' ').Select(Address)));

        static IPAddress Address(string name) => IPAddress.Parse(name[0] == '6' ? $"2001:db8::{name[1]}" : $"192.0.2.{name[1] - 'a'}");
    }

    [Test]
    public async Task A_host_without_an_address_is_not_found() => await Assert.ThrowsAsync<SocketException>(
        () => new AddressRace(
            (_, _) => Task.FromResult<IPAddress[]>([]), (_, _) => throw new InvalidOperationException(), _time)
            .Connect(Host, CancellationToken.None).AsTask());

    private async Task<IPEndPoint> Tried() =>
        await _tried.Reader.ReadAsync().AsTask().WaitAsync(Patience, TimeProvider.System);

    private AddressRace Race(string[] addresses, string[]? silent = null, string[]? refusing = null)
    {
        foreach (var address in silent ?? [])
            _silent[address] = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new AddressRace(
            (host, _) => Task.FromResult(host == Host.Host ? addresses.Select(IPAddress.Parse).ToArray() : []),
            (endPoint, _) =>
            {
                _tried.Writer.TryWrite(endPoint);
                var name = endPoint.Address.ToString();
                return _silent.TryGetValue(name, out var source) ? source.Task
                    : refusing?.Contains(name) == true ? Task.FromException<Stream>(new IOException("refused by " + name))
                    : Task.FromResult<Stream>(new Answer(name));
            },
            _time);
    }

    private static async Task<WebApplication> Serve(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("""{"ok":true,"result":true}"""));
        await app.StartAsync();
        return app;
    }

    private sealed class Answer(string from) : MemoryStream
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string From => from;

        public Task Closed => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }

    /// <summary>A port at which nobody answers: its queue is full, and nobody takes anything from it.</summary>
    private sealed class BlackHole : IDisposable
    {
        public static readonly IPAddress Address = IPAddress.Parse("127.0.0.2");

        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _waiting = [];

        public BlackHole()
        {
            _listener.Bind(new IPEndPoint(Address, 0));
            _listener.Listen(0);
            for (var i = 0; i < 8; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _waiting.Add(client);
                try
                {
                    client.Connect(_listener.LocalEndPoint!);
                }
                catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // It waits for an answer, as it should.
                }
            }
        }

        public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

        public void Dispose()
        {
            _waiting.ForEach(client => client.Dispose());
            _listener.Dispose();
        }
    }
}
