using System.Reflection;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Model;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Updates.Shortcuts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ContentFlowsTests
{
    private readonly FlowsUpdatesFilter _filter = new();

    private static readonly Dictionary<string, string[]> FlowsOfContent = new()
    {
        ["\"text\":\"hi\""] = ["TextMessages"],
        ["\"rich_message\":{}"] = ["RichMessages"],
        ["\"animation\":{},\"document\":{}"] = ["AnimationMessages"],
        ["\"audio\":{}"] = ["AudioMessages"],
        ["\"document\":{}"] = ["DocumentMessages"],
        ["\"live_photo\":{},\"photo\":[]"] = ["LivePhotoMessages"],
        ["\"paid_media\":{}"] = ["PaidMediaMessages"],
        ["\"photo\":[]"] = ["PhotoMessages", "ImageMessages"],
        ["\"sticker\":{}"] = ["StickerMessages"],
        ["\"story\":{}"] = ["StoryMessages"],
        ["\"video\":{}"] = ["VideoMessages"],
        ["\"video_note\":{}"] = ["VideoNoteMessages"],
        ["\"voice\":{}"] = ["VoiceMessages"],
        ["\"checklist\":{}"] = ["ChecklistMessages"],
        ["\"contact\":{}"] = ["ContactMessages"],
        ["\"dice\":{}"] = ["DiceMessages"],
        ["\"game\":{}"] = ["GameMessages"],
        ["\"poll\":{}"] = ["PollMessages"],
        ["\"venue\":{},\"location\":{}"] = ["VenueMessages"],
        ["\"location\":{}"] = ["LocationMessages"],
        ["\"invoice\":{}"] = ["InvoiceMessages"],
    };

    private static IEnumerable<string> Contents => FlowsOfContent.Keys;

    [TestCaseSource(nameof(Contents))]
    public async Task Content_is_in_its_own_flows_and_no_others_whether_from_a_chat_or_a_channel(string fields)
    {
        Dictionary<string, int> seen = [];
        foreach (var name in FlowsOfContent.Values.SelectMany(names => names).Append("SentMessages"))
        {
            FilterForm(name, _filter).OnEach(_ => Count(seen, name), sequential: true);
            if (name != "SentMessages")
                FlowForm(name, _filter.MessagesFlow).OnEach(_ => Count(seen, name + " of a flow"), sequential: true);
        }

        await _filter.Receive(Sample.Message(fields));
        await _filter.Receive(Sample.Message(fields, kind: "channel_post"));
        await _filter.Receive(Sample.Message(fields, kind: "edited_message"));

        var expected = FlowsOfContent[fields].SelectMany(
            name => new[] { KeyValuePair.Create(name, 2), KeyValuePair.Create(name + " of a flow", 1) });
        Assert.That(seen, Is.EquivalentTo(expected.Append(KeyValuePair.Create("SentMessages", 2))));
    }

    [Test]
    public void Every_field_of_a_message_is_content_or_an_event_or_known_to_be_neither()
    {
        string[] neither =
        [
            "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
            "sender_business_bot", "sender_tag", "receiver_user", "ephemeral_message_id",
            "date", "guest_query_id", "business_connection_id", "chat", "forward_origin", "is_topic_message",
            "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story",
            "reply_to_checklist_task_id", "reply_to_poll_option_id", "via_bot", "guest_bot_caller_user",
            "guest_bot_caller_chat", "edit_date", "has_protected_content", "is_from_offline",
            "is_paid_post", "media_group_id", "author_signature", "paid_star_count", "entities", "link_preview_options",
            "suggested_post_info", "effect_id", "caption", "caption_entities",
            "show_caption_above_media", "has_media_spoiler", "passport_data", "reply_markup",
        ];
        List<string> found = [], both = [];
        foreach (var field in BotApiSchema.Fields("Message"))
        {
            var name = (string)field["name"]!;
            var message = Sample.Update("message", $$"""{"{{name}}":{{Minimal(field)}}}""").Message!;
            var (content, happened) = (MessageContent.IsContent(message), MessageContent.IsEvent(message));
            if (content && happened) both.Add(name);
            if (!content && !happened) found.Add(name);
        }

        Assert.That(both, Is.Empty);
        Assert.That(found, Is.EquivalentTo(neither),
            "a field that is new needs a place in MessageContent or in this list");
    }

    [Test]
    public async Task What_is_neither_content_nor_an_event_is_unknown()
    {
        List<long> unknown = [], content = [], passports = [];
        _filter.MessagesFlow.AsUnknownMessagesFlow().OnEach(message => unknown.Add(message.MessageId));
        _filter.MessagesFlow.AsContentMessagesFlow().OnEach(message => content.Add(message.MessageId));
        _filter.MessagesFlow.PassportMessages().OnEach(message => passports.Add(message.MessageId));

        await _filter.Receive(Sample.Message("\"from_the_future\":{}", id: 1));
        await _filter.Receive(Sample.Message("\"text\":\"hi\"", id: 2));
        await _filter.Receive(Sample.Message("\"delete_chat_photo\":true", id: 3));
        await _filter.Receive(Sample.Message("\"passport_data\":{}", id: 4));

        Assert.That((unknown, content, passports),
            Is.EqualTo((new List<long> { 1 }, new List<long> { 2 }, new List<long> { 4 })).UsingPropertiesComparer());
    }

    [Test]
    public async Task Messages_sent_through_an_inline_bot_are_told_apart()
    {
        List<long> via = [], direct = [];
        _filter.MessagesFlow.OnlySentViaBot().OnEach(message => via.Add(message.MessageId));
        _filter.MessagesFlow.WithoutSentViaBot().OnEach(message => direct.Add(message.MessageId));

        await _filter.Receive(
            Sample.Message("\"text\":\"hi\",\"via_bot\":{\"id\":1,\"is_bot\":true,\"first_name\":\"b\"}", id: 1));
        await _filter.Receive(Sample.Message(id: 2));

        Assert.That(via, Is.EqualTo(new long[] { 1 }));
        Assert.That(direct, Is.EqualTo(new long[] { 2 }));
    }

    private static UpdateFlow<Message> FilterForm(string name, FlowsUpdatesFilter filter) =>
        (UpdateFlow<Message>)Shortcut(name, typeof(FlowsUpdatesFilter)).Invoke(null, [filter])!;

    private static UpdateFlow<Message> FlowForm(string name, UpdateFlow<Message> flow) =>
        (UpdateFlow<Message>)Shortcut(name, typeof(UpdateFlow<Message>)).Invoke(null, [flow])!;

    private static MethodInfo Shortcut(
        string name, Type on) => new[] { typeof(MediaMessagesExtensions), typeof(ContentMessagesExtensions) }
        .Select(type => type.GetMethod(name, [on])).Single(method => method is not null)!;

    private static void Count(Dictionary<string, int> seen, string name)
    {
        lock (seen) seen[name] = seen.GetValueOrDefault(name) + 1;
    }

    private static string Minimal(JsonObject field) => (string)field["type"]! switch
    {
        "Integer" => "1",
        "String" => "\"x\"",
        "True" or "Boolean" => "true",
        var type when type.StartsWith("Array of ", StringComparison.Ordinal) => "[]",
        _ => "{}",
    };
}
