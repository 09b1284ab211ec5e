using System.Net;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Sandbox.Updates;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;
using Telegram.Webhooks.Runtime.Sandbox.Wire;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>A host that moves, and one that does not because its address was given.</summary>
internal sealed class AddressTests : SenderTest
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    private readonly List<DateTimeOffset> _lookups = [];
    private IPAddress _address = IPAddress.Loopback;

    private string Url => $"http://bot.example:{Server.Port}/hook";

    [Test]
    [Wire("2.20")]
    public async Task A_host_is_looked_up_again_after_30_to_33_minutes_and_a_new_address_retires_a_connection_after_its_next_answer()
    {
        Assume.That(OperatingSystem.IsMacOS(), Is.False, "macOS has no 127.0.0.2 of its own");
        await using var moved = new RawServer(new IPEndPoint(Elsewhere, Server.Port));
        await SetWebhook(new JsonObject { ["url"] = Url });
        await Pass(TimeSpan.FromMinutes(29));
        await Settle();
        Assert.That(_lookups, Has.Count.EqualTo(1));
        _address = Elsewhere;

        // Work every half a minute keeps one connection open until the second look-up.
        var connection = 0;
        for (var step = 0; step < 10 && _lookups.Count == 1; step++)
        {
            connection = await Deliver(Server, $"{step}");
            await Pass(TimeSpan.FromSeconds(30));
            await Settle();
        }
        Assert.That((_lookups[1] - _lookups[0]).TotalMinutes, Is.InRange(30, 33.5));
        Assert.That(await Deliver(Server, "the last one there"), Is.EqualTo(connection));
        Assert.That(await Server.NextEnd(), Is.EqualTo(1), "the first connection, idle");
        Assert.That(await Server.NextEnd(), Is.EqualTo(connection));
        await Pass(TimeSpan.FromSeconds(2));
        await Deliver(moved, "the first one here");
        Assert.That(Telegram.WebhookInfo()["ip_address"]!.GetValue<string>(), Is.EqualTo("127.0.0.2"));
    }

    [Test]
    [Wire("2.19")]
    public async Task A_host_whose_address_is_given_is_never_looked_up()
    {
        await SetWebhook(new JsonObject { ["url"] = Url, ["ip_address"] = "127.0.0.1" });
        await Pass(TimeSpan.FromMinutes(40));
        await Settle();
        await Ada.Says("hi");
        Assert.That((await Server.Next()).Head, Does.Contain($"\r\nHost: bot.example:{Server.Port}\r\n"));
        Assert.That(_lookups, Is.Empty);
        Assert.That(Telegram.WebhookInfo()["ip_address"]!.GetValue<string>(), Is.EqualTo("127.0.0.1"));
    }

    [Test]
    [Wire("4.16")]
    public void A_host_that_moves_to_a_reserved_address_keeps_the_last_one_and_nobody_is_told()
    {
        var state = new WebhookState();
        var shared = new SenderFactory(new UpdateQueue(Time, new Random(7)), state, Time, new Random(7), new WireLog(Time, new Feed(), 1), new Activity())
        {
            Resolve = Look,
            Rules = new WebhookRules(cloud: true),
        };
        var settings = new WebhookSettings
        {
            RawUrl = "https://bot.example/",
            Url = WebhookUrl.Parse("https://bot.example/")!,
            SecretToken = "",
            MaxConnections = 1,
            FixedIp = "",
            Address = IPAddress.Parse("1.1.1.1"),
        };
        var watch = new AddressWatch(settings, shared);
        foreach (var minutes in new[] { 0, 34, 35 }) watch.Watch(TimeSpan.FromMinutes(minutes));
        Assert.That(_lookups, Has.Count.EqualTo(1));
        Assert.That((watch.Generation, settings.Address!.ToString(), state.LastError.Message),
            Is.EqualTo((0, "1.1.1.1", (string?)null)));
    }

    protected override TelegramSandboxOptions Options()
    {
        _lookups.Clear();
        _address = IPAddress.Loopback;
        return new TelegramSandboxOptions { TimeProvider = Time, Random = new Random(7), Resolve = Look };
    }

    private Task<IPAddress> Look(string host)
    {
        _lookups.Add(Time.GetUtcNow());
        return Task.FromResult(_address);
    }

    private async Task<int> Deliver(RawServer server, string text)
    {
        await Ada.Says(text);
        var request = await server.Next();
        Assert.That(request.Text, Is.EqualTo(text));
        await request.Ok();
        await Settle();
        return request.ConnectionNumber;
    }
}
