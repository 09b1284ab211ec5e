using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>WIRE §8 and §10: queues, and how many connections there are.</summary>
internal sealed class OrderTests : SenderTest
{
    [Test]
    [Wire("5.19", "7.7", "8.1")]
    public async Task A_failing_update_holds_up_its_own_chat_and_no_other()
    {
        var bob = Telegram.User("Bob");
        await SetWebhook();
        await Ada.Says("first");
        await Ada.Says("second");
        var failing = await Server.Next();
        await failing.Status(500, "Internal Server Error", "Retry-After: 5\r\n");
        await Telegram.Deliveries(1);
        await bob.Says("from Bob");
        var other = await Server.Next();
        Assert.That(other.Text, Is.EqualTo("from Bob"));
        await other.Ok();
        await AfterAttempts(2, 5);
        foreach (var text in new[] { "first", "second" })
        {
            var request = await Server.Next();
            Assert.That(request.Text, Is.EqualTo(text));
            await request.Ok();
        }
    }

    [Test]
    [Wire("8.5", "10.2")]
    public async Task Before_the_first_success_there_is_one_connection_and_one_request()
    {
        await SetWebhook();
        for (var chat = 1; chat <= 30; chat++) Send(chat);
        await Server.Next();
        await NothingArrives();
        Assert.That(Server.ConnectionCount, Is.EqualTo(1));
    }

    [Test]
    [Wire("8.6", "10.3")]
    public async Task After_the_first_success_ten_connections_come_at_once_and_then_one_every_50_ms()
    {
        await SetWebhook();
        for (var chat = 1; chat <= 30; chat++) Send(chat);
        await (await Server.Next()).Ok();
        for (var i = 0; i < 11; i++) await Server.Next();
        await NothingArrives();
        Assert.That(Server.ConnectionCount, Is.EqualTo(11));
        for (var more = 1; more <= 3; more++)
        {
            await Pass(TimeSpan.FromMilliseconds(50));
            await Server.Next();
            Assert.That(Server.ConnectionCount, Is.EqualTo(11 + more));
        }
    }

    [Test]
    [Wire("8.2")]
    public async Task Never_more_than_max_connections()
    {
        await SetWebhook(new JsonObject { ["max_connections"] = 3 });
        for (var chat = 1; chat <= 30; chat++) Send(chat);
        await (await Server.Next()).Ok();
        for (var i = 0; i < 3; i++) await Server.Next();
        await Pass(TimeSpan.FromSeconds(1));
        await NothingArrives();
        Assert.That(Server.ConnectionCount, Is.EqualTo(3));
    }

    [Test]
    [Wire("8.3")]
    public async Task When_twice_max_connections_queues_fail_nothing_else_is_sent()
    {
        await SetWebhook(new JsonObject { ["max_connections"] = 1 });
        foreach (var chat in new[] { 1, 2, 3 }) Send(chat);
        foreach (var attempt in new[] { 1, 2 })
        {
            await (await Server.Next()).Status(500, "Internal Server Error", "Retry-After: 600\r\n");
            await Telegram.Deliveries(attempt);
        }
        await NothingArrives();
    }

    [Test]
    [Wire("8.5")]
    public async Task Ten_seconds_without_success_bring_connections_back_to_one_at_a_time()
    {
        await SetWebhook();
        await Ada.Says("one");
        await (await Server.Next()).Status(200, "OK", "Connection: close\r\n");
        await Telegram.Deliveries(1);
        await Settle();
        await Pass(TimeSpan.FromSeconds(11));
        await Settle();
        var before = Server.ConnectionCount;
        for (var chat = 1; chat <= 20; chat++) Send(chat);
        await Server.Next();
        await NothingArrives();
        Assert.That(Server.ConnectionCount, Is.LessThanOrEqualTo(before + 1));
    }

    [Test]
    [Wire("8.5")]
    public async Task Without_a_success_a_new_connection_comes_two_seconds_after_the_last()
    {
        await SetWebhook();
        foreach (var chat in new[] { 1, 2 }) Send(chat);
        await Settle();
        await Pass(TimeSpan.FromSeconds(2));
        for (var connection = 1; connection <= 2; connection++)
        {
            // A first failure is tried again at once, so two chats leave work that waits for nothing but a connection.
            var request = await Server.Next();
            Assert.That(request.ConnectionNumber, Is.EqualTo(connection));
            request.HangUp();
        }
        await AfterAttempts(2, 1.9);
        await NothingArrives();
        await Pass(TimeSpan.FromSeconds(0.1));
        Assert.That((await Server.Next()).ConnectionNumber, Is.EqualTo(3));
    }

    [Test]
    [Wire("8.7")]
    public async Task Parts_of_an_album_come_one_after_the_other()
    {
        await SetWebhook();
        await Ada.SendsAlbum(3, "holiday");
        for (var part = 1; part <= 3; part++)
        {
            var request = await Server.Next();
            Assert.That(JsonNode.Parse(request.Body)!["message"]!["media_group_id"], Is.Not.Null);
            await NothingArrives();
            await request.Ok();
        }
    }

    private void Send(long chat) => Telegram.SendUpdate("message", MessageIn(chat, $"{chat}"));
}
