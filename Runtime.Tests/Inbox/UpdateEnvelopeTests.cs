using System.Text;
using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class UpdateEnvelopeTests
{
    [TestCase("""{"message_id":1,"from":{"id":7},"chat":{"id":-5,"title":"t"}}""", "message", -5)]
    [TestCase("""{"message_id":1,"chat":{"title":"before the id","id":9007199254740993}}""", "channel_post", 9007199254740993)]
    [TestCase("""{"message_id":1,"reply_to_message":{"chat":{"id":1}},"chat":{"id":2}}""", "edited_message", 2)]
    [TestCase("""{"id":"1","from":{"id":7},"message":{"message_id":1,"from":{"id":8},"chat":{"id":-5}}}""", "callback_query", -5)]
    [TestCase("""{"id":"1","from":{"id":7},"inline_message_id":"x"}""", "callback_query", 7)]
    [TestCase("""{"id":"1","from":{"id":7},"query":"q"}""", "an_inline_query_of_tomorrow", 7)]
    [TestCase("""{"poll_id":"1","user":{"id":7},"option_ids":[0]}""", "poll_answer", 7)]
    [TestCase("""{"poll_id":"1","voter_chat":{"id":-9},"user":{"id":7}}""", "poll_answer", -9)]
    [TestCase("""{"id":"1","user":{"id":7},"user_chat_id":8,"date":1}""", "business_connection", 8)]
    [TestCase("""{"chat":{"id":-5},"from":{"id":7},"user_chat_id":7}""", "chat_join_request", -5)]
    [TestCase("""{"chat":{"id":-5},"user":{"id":7},"new_reaction":[]}""", "message_reaction", -5)]
    [TestCase("""{"from":{"id":7},"user":{"id":8},"user_chat_id":3,"voter_chat":{"id":4},"message":{"chat":{"id":5}}}""", "a_kind_of_tomorrow", 3)]
    [TestCase("""{"user":{"id":7},"bot":{"id":8}}""", "managed_bot", 7)]
    [TestCase("""{"chat":{"id":3},"whatever":[{"chat":{"id":4}}]}""", "a_kind_of_tomorrow", 3)]
    [TestCase("""{"id":"1","question":"?"}""", "poll", null)]
    [TestCase("""{"chat":"not an object","from":[]}""", "message", null)]
    [TestCase("""[1,2]""", "message", null)]
    public void The_lane_is_the_chat_or_else_the_user(string value, string kind, long? lane)
    {
        foreach (var json in new[] { $$$"""{"update_id":12,"{{{kind}}}":{{{value}}}}""", $$""" { "{{kind}}" : {{value}} , "update_id" : 12 } """ })
        {
            var update = TestUpdates.Read(json);
            Assert.That((update.Fault, update.UpdateId, update.Kind, UpdateLanes.PerChat.LaneOf(update)),
                Is.EqualTo(((string?)null, (long?)12, kind, lane)), json);
        }
    }

    [TestCase("message", "77")]
    [TestCase("channel_post", "77")]
    [TestCase("business_message", "77")]
    [TestCase("edited_message", null)]
    [TestCase("edited_channel_post", null)]
    public void A_media_group_is_collected_from_what_is_sent(string kind, string? group) =>
        Assert.That(TestUpdates.Read($$$$"""{"update_id":1,"{{{{kind}}}}":{"media_group_id":"77","chat":{"id":1}}}""").MediaGroupId, Is.EqualTo(group));

    [TestCase("", "empty")]
    [TestCase("null", "not a JSON object")]
    [TestCase("[]", "not a JSON object")]
    [TestCase("{", "not JSON")]
    [TestCase("{\"update_id\":1}x", "not JSON")]
    [TestCase("{\"update_id\":1}{}", "not JSON")]
    [TestCase("{\"update_id\":1,\"message\":{\"a\":tru}}", "not JSON")]
    [TestCase("{\"message\":{}}", "no update_id")]
    [TestCase("{\"update_id\":\"1\"}", "not an integer")]
    [TestCase("{\"update_id\":1.5}", "not an integer")]
    [TestCase("{\"update_id\":99999999999999999999}", "not an integer")]
    public void What_is_no_update_says_why(string body, string reason) =>
        Assert.That(UpdateEnvelope.Read(Encoding.UTF8.GetBytes(body)).Fault, Does.Contain(reason));

    [Test]
    public void What_is_not_UTF8_says_so() =>
        Assert.That(UpdateEnvelope.Read(Encoding.Latin1.GetBytes("{\"update_id\":1,\"x\":\"\u00ff\"}")).Fault,
            Does.Contain("UTF-8"));

    [Test]
    public void Escaped_names_and_surrogate_halves_do_no_harm()
    {
        var update = TestUpdates.Read("""{"\u0075pdate_id":5,"\u006dessage":{"\u0063hat":{"\u0069d":6},"media_group_id":"\ud83d"}}""");
        Assert.That((update.Fault, update.UpdateId, update.Kind, update.ChatId, update.MediaGroupId),
            Is.EqualTo(((string?)null, (long?)5, "message", (long?)6, (string?)null)));
        Assert.That(TestUpdates.Read("""{"update_id":5,"\ud83d":{"chat":{"id":6}}}""").Fault, Does.Contain("surrogate"));
    }

    [Test]
    public void Any_bytes_are_read_without_throwing() =>
        Check.Sample(Gen.Byte.Array[0, 60], bytes => _ = UpdateEnvelope.Read(bytes).Fault, iter: 20_000);
}
