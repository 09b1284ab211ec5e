using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>The tables of WIRE §7 and §8, a row a case.</summary>
internal sealed class RoutingTests
{
    private const string Chat = "{'chat':{'id':-100},'from':{'id':7},'user':{'id':8},'date':1000}";

    [TestCase("message", Chat, -100, 0)]
    [TestCase("edited_message", Chat, -100, 0)]
    [TestCase("channel_post", Chat, -100, 0)]
    [TestCase("edited_channel_post", Chat, -100, 0)]
    [TestCase("poll", "{'id':'99'}", 99, 0)]
    [TestCase("poll_answer", "{'poll_id':'99'}", 99, 0)]
    [TestCase("inline_query", Chat, 7, 1)]
    [TestCase("chosen_inline_result", Chat, 7, 2)]
    [TestCase("callback_query", Chat, 7, 3)]
    [TestCase("shipping_query", Chat, 7, 4)]
    [TestCase("pre_checkout_query", Chat, 7, 4)]
    [TestCase("my_chat_member", Chat, -100, 5)]
    [TestCase("chat_member", "{'chat':{'id':-100},'new_chat_member':{'user':{'id':9}}}", 9, 6)]
    [TestCase("chat_join_request", Chat, 7, 6)]
    [TestCase("chat_boost", Chat, -100, 7)]
    [TestCase("removed_chat_boost", Chat, -100, 7)]
    [TestCase("message_reaction", Chat, -100, 8)]
    [TestCase("message_reaction_count", Chat, -100, 9)]
    [TestCase("business_connection", Chat, 8, 10)]
    [TestCase("business_message", Chat, -100, 11)]
    [TestCase("edited_business_message", Chat, -100, 11)]
    [TestCase("deleted_business_messages", Chat, -100, 11)]
    [TestCase("purchased_paid_media", Chat, 7, 12)]
    [TestCase("guest_message", Chat, -100, 12)]
    [TestCase("managed_bot", Chat, 8, 13)]
    [TestCase("custom_event", Chat, 0, 0)]
    [TestCase("custom_query", Chat, 0, 0)]
    [Wire("8.8", "8.9")]
    public void Every_kind_has_its_queue(string kind, string payload, long id, int offset) =>
        Assert.That(UpdateRouting.QueueId(kind, Parse(payload)), Is.EqualTo(id + ((long)offset << 33)));

    [TestCase("message", 1000 + 86400)]
    [TestCase("inline_query", 5000 + 30)]
    [TestCase("chosen_inline_result", 5000 + 600)]
    [TestCase("callback_query", 5000 + 150)]
    [TestCase("shipping_query", 5000 + 150)]
    [TestCase("pre_checkout_query", 5000 + 150)]
    [TestCase("poll", 5000 + 86400)]
    [TestCase("poll_answer", 5000 + 86400)]
    [TestCase("purchased_paid_media", 5000 + 86400)]
    [TestCase("managed_bot", 5000 + 86400)]
    [TestCase("business_connection", 5000 + 86400)]
    [TestCase("deleted_business_messages", 5000 + 86400)]
    [TestCase("my_chat_member", 1000 + 86400)]
    [TestCase("chat_join_request", 1000 + 86400)]
    [TestCase("message_reaction", 1000 + 86400)]
    [TestCase("custom_event", 5000 + 600)]
    [TestCase("custom_query", 5000 + 86400)]
    [Wire("7.8")]
    public void Every_kind_has_its_lifetime(string kind, long expected) =>
        Assert.That(UpdateRouting.ExpiresAt(kind, Parse(Chat), now: 5000), Is.EqualTo(expected));

    [Test]
    [Wire("7.9")]
    public void An_edited_message_lives_a_day_from_its_edit() =>
        Assert.That(UpdateRouting.ExpiresAt("edited_message", Parse("{'date':1000,'edit_date':4000}"), now: 5000),
            Is.EqualTo(4000 + 86400));

    private static JsonNode Parse(string text) => JsonNode.Parse(text.Replace('\'', '"'))!;
}
