using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>Lifetimes and queues of all kinds, as a webhook sees them.</summary>
internal sealed class LifetimeTests : SenderTest
{
    private const int Day = 86_400;

    // Of updates that may go at the same time the one with the lowest queue id goes first, so this one goes last.
    private const string Last = "stopped_message_generation";

    [SetUp]
    public Task AskForAllKinds() =>
        Bot.Result("getUpdates", new JsonObject { ["allowed_updates"] = new JsonArray([.. UpdateKinds.All.Select(JsonNode? (kind) => kind)]) });

    [TestCase("message", Day)]
    [TestCase("edited_message", Day)]
    [TestCase("channel_post", Day)]
    [TestCase("edited_channel_post", Day)]
    [TestCase("business_message", Day)]
    [TestCase("edited_business_message", Day)]
    [TestCase("guest_message", Day)]
    [TestCase("inline_query", 30)]
    [TestCase("chosen_inline_result", 600)]
    [TestCase("callback_query", 150)]
    [TestCase("shipping_query", 150)]
    [TestCase("pre_checkout_query", 150)]
    [TestCase("poll", Day)]
    [TestCase("poll_answer", Day)]
    [TestCase("purchased_paid_media", Day)]
    [TestCase("managed_bot", Day)]
    [TestCase("business_connection", Day)]
    [TestCase("deleted_business_messages", Day)]
    [TestCase("my_chat_member", Day)]
    [TestCase("chat_member", Day)]
    [TestCase("chat_join_request", Day)]
    [TestCase("chat_boost", Day)]
    [TestCase("removed_chat_boost", Day)]
    [TestCase("message_reaction", Day)]
    [TestCase("message_reaction_count", Day)]
    [TestCase("custom_event", 600)]
    [TestCase("custom_query", Day)]
    [Wire("7.6", "7.8", "7.9")]
    public async Task A_delay_to_the_end_of_its_life_is_kept_and_one_second_more_drops_the_update(
        string kind, int lifetime)
    {
        Telegram.SendUpdate(kind, Payload(kind));
        await Pass(TimeSpan.FromSeconds(lifetime - 20));
        await SetWebhook();
        await (await Server.Next()).Status(503, "Service Unavailable", "Retry-After: 20\r\n");
        Assert.That((await AfterAttempts(1, 20))[0].RetryIn, Is.EqualTo(TimeSpan.FromSeconds(20)));
        await (await Server.Next()).Status(503, "Service Unavailable", "Retry-After: 1\r\n");
        Assert.That((await Telegram.Deliveries(2))[1].RetryIn, Is.Null);
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.Zero);
    }

    [TestCase("message", "edited_message")]
    [TestCase("message", "channel_post")]
    [TestCase("message", "edited_channel_post")]
    [TestCase("poll", "poll_answer")]
    [TestCase("inline_query", "inline_query")]
    [TestCase("chosen_inline_result", "chosen_inline_result")]
    [TestCase("callback_query", "callback_query")]
    [TestCase("shipping_query", "pre_checkout_query")]
    [TestCase("my_chat_member", "my_chat_member")]
    [TestCase("chat_member", "chat_member")]
    [TestCase("chat_member", "chat_join_request")]
    [TestCase("chat_join_request", "chat_join_request")]
    [TestCase("chat_boost", "removed_chat_boost")]
    [TestCase("message_reaction", "message_reaction")]
    [TestCase("message_reaction_count", "message_reaction_count")]
    [TestCase("business_connection", "business_connection")]
    [TestCase("business_message", "edited_business_message")]
    [TestCase("business_message", "deleted_business_messages")]
    [TestCase("purchased_paid_media", "purchased_paid_media")]
    [TestCase("guest_message", "guest_message")]
    [TestCase("managed_bot", "managed_bot")]
    [Wire("8.1", "8.8")]
    public async Task Updates_of_one_queue_wait_for_each_other(string first, string second)
    {
        var held = await Hold(first, second);

        // Of the two connections one is held. The other would be taken by the second update, were that free to go.
        Telegram.SendUpdate(Last, Payload(Last));
        var last = await Server.Next();
        Assert.That(Kind(last), Is.EqualTo(Last));
        await held.Ok();
        Assert.That(Kind(await Server.Next()), Is.EqualTo(second));
    }

    [TestCase("message", "callback_query")]
    [TestCase("message", "my_chat_member")]
    [TestCase("message", "message_reaction")]
    [TestCase("message", "business_message")]
    [TestCase("message_reaction", "message_reaction_count")]
    [TestCase("my_chat_member", "chat_member")]
    [TestCase("inline_query", "chosen_inline_result")]
    [TestCase("callback_query", "pre_checkout_query")]
    [TestCase("chat_boost", "message_reaction")]
    [TestCase("business_connection", "business_message")]
    [TestCase("purchased_paid_media", "guest_message")]
    [TestCase("guest_message", "message")]
    [TestCase("managed_bot", "business_connection")]
    [TestCase("custom_event", "custom_event")]
    [TestCase("custom_query", "custom_query")]
    [Wire("8.2", "8.4", "8.8", "8.9")]
    public async Task Updates_of_different_queues_do_not(string first, string second)
    {
        await Hold(first, second);
        Assert.That(Kind(await Server.Next()), Is.EqualTo(second));
    }

    /// <summary>Leaves the first update without an answer and sends the second.</summary>
    private async Task<RawRequest> Hold(string first, string second)
    {
        await SetWebhook(new JsonObject { ["max_connections"] = 2 });
        await Ada.Says("a success, so that connections are not held back");
        await (await Server.Next()).Ok();
        await Telegram.Deliveries(1);
        Telegram.SendUpdate(first, Payload(first));
        var held = await Server.Next();
        Assert.That(Kind(held), Is.EqualTo(first));
        Telegram.SendUpdate(second, Payload(second));
        return held;
    }

    private static string Kind(RawRequest request) =>
        JsonNode.Parse(request.Body)!.AsObject().Select(member => member.Key).Last();

    /// <summary>Members of all kinds at once; what is edited was written long before.</summary>
    private JsonObject Payload(string kind)
    {
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var payload = Json($"{{'id':'5','poll_id':'5','chat':{{'id':-100}},'from':{{'id':7}},'user':{{'id':7}},'new_chat_member':{{'user':{{'id':7}}}},"
            + $"'date':{now},'boost':{{'add_date':{now}}},'remove_date':{now}}}");
        if (!kind.StartsWith("edited_", StringComparison.Ordinal)) return payload;
        payload["date"] = now - 40_000;
        payload["edit_date"] = now;
        return payload;
    }
}
