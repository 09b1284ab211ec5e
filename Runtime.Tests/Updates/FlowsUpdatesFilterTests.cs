using System.Reflection;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FlowsUpdatesFilterTests
{
    private static readonly string[] MessageKinds =
        ["message", "edited_message", "channel_post", "edited_channel_post", "business_message",
            "edited_business_message", "guest_message"];

    private readonly List<string> _reached = [];
    private readonly FlowsUpdatesFilter _filter = new();

    // The flow that each kind has to itself. Albums and sums of flows are tested by themselves.
    private static readonly Dictionary<string, string> FlowOfKind = new()
    {
        ["message"] = "MessagesFlow",
        ["edited_message"] = "EditedMessagesFlow",
        ["channel_post"] = "ChannelPostsFlow",
        ["edited_channel_post"] = "EditedChannelPostsFlow",
        ["business_connection"] = "BusinessConnectionUpdatesFlow",
        ["business_message"] = "BusinessMessageUpdatesFlow",
        ["edited_business_message"] = "EditBusinessMessageUpdatesFlow",
        ["deleted_business_messages"] = "DeleteBusinessMessageUpdatesFlow",
        ["guest_message"] = "GuestMessagesFlow",
        ["message_reaction"] = "ChatMessageReactionUpdatedUpdateFlow",
        ["message_reaction_count"] = "ChatMessageReactionsCountUpdatedUpdateFlow",
        ["inline_query"] = "InlineQueriesFlow",
        ["chosen_inline_result"] = "ChosenInlineResultsFlow",
        ["callback_query"] = "CallbackQueriesFlow",
        ["shipping_query"] = "ShippingQueriesFlow",
        ["pre_checkout_query"] = "PreCheckoutQueriesFlow",
        ["purchased_paid_media"] = "PaidMediaPurchasedUpdatesFlow",
        ["poll"] = "PollsFlow",
        ["poll_answer"] = "PollAnswersFlow",
        ["my_chat_member"] = "MyChatMemberUpdatesFlow",
        ["chat_member"] = "ChatMemberUpdatesFlow",
        ["chat_join_request"] = "ChatJoinRequestUpdateFlow",
        ["chat_boost"] = "ChatBoostUpdatedUpdateFlow",
        ["removed_chat_boost"] = "ChatBoostRemovedUpdateFlow",
        ["managed_bot"] = "ManagedBotUpdatesFlow",
        ["subscription"] = "SubscriptionUpdatesFlow",
        ["stopped_message_generation"] = "StoppedMessageGenerationUpdatesFlow",
        ["from_the_future"] = "UnknownUpdatesFlow",
    };

    private static IEnumerable<string> Kinds => UpdateKinds.Known.Select(kind => kind.Value).Append("from_the_future");

    [TestCaseSource(nameof(Kinds))]
    public async Task Each_kind_reaches_the_flow_it_has_to_itself_and_that_of_all_updates(string kind)
    {
        foreach (var flow in FlowOfKind.Values.Append("AllUpdatesFlow")) Listen(flow);

        await _filter.Receive(Sample.Update(kind, "{}"));

        Assert.That(_reached, Is.EquivalentTo(new[] { FlowOfKind[kind], "AllUpdatesFlow" }));
    }

    [TestCaseSource(nameof(MessageKinds))]
    public async Task New_messages_are_in_the_flow_of_all_sent_messages(string kind)
    {
        Listen("AllSentMessagesFlow");
        Listen("MessageFlow");
        Listen("ChannelPostFlow");

        await _filter.Receive(Sample.Message(kind: kind));

        Assert.That(_reached, Is.EquivalentTo(kind switch
        {
            "message" => ["AllSentMessagesFlow", "MessageFlow"],
            "channel_post" => ["AllSentMessagesFlow", "ChannelPostFlow"],
            _ => Array.Empty<string>(),
        }));
    }

    [TestCase("message", "MessageMediaGroupsFlow")]
    [TestCase("channel_post", "ChannelPostMediaGroupsFlow")]
    [TestCase("business_message", "BusinessMessageMediaGroupsFlow")]
    public async Task An_album_is_one_list_of_all_its_parts_and_one_message(string kind, string albums)
    {
        List<IReadOnlyList<Message>> seen = [];
        Flow<IReadOnlyList<Message>>(albums).OnEach(seen.Add);
        Listen(FlowOfKind[kind]);

        await _filter.Receive(Sample.Album(kind, Sample.Photo, Sample.Video));

        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(seen[0].Select(message => message.MessageId), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(_reached, Is.EqualTo(new[] { FlowOfKind[kind] }));
    }

    [TestCase("message", "MessageMediaGroupsFlow")]
    [TestCase("edited_message", "EditedMessageMediaGroupsFlow")]
    [TestCase("channel_post", "ChannelPostMediaGroupsFlow")]
    [TestCase("edited_channel_post", "EditedChannelPostMediaGroupsFlow")]
    [TestCase("business_message", "BusinessMessageMediaGroupsFlow")]
    public async Task A_part_that_comes_by_itself_is_a_list_of_one_and_other_messages_are_not_albums(
        string kind, string albums)
    {
        List<IReadOnlyList<Message>> seen = [];
        Flow<IReadOnlyList<Message>>(albums).OnEach(seen.Add);

        await _filter.Receive(Sample.Message(Sample.Photo + ",\"media_group_id\":\"7\"", kind: kind));
        await _filter.Receive(Sample.Message(Sample.Photo, kind: kind));

        Assert.That(seen.Select(album => album.Count), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task All_albums_of_chats_and_channels_are_in_one_flow()
    {
        List<int> seen = [];
        _filter.AllSentMediaGroupsFlow.OnEach(album => seen.Add(album.Count));

        await _filter.Receive(Sample.Album("message", Sample.Photo, Sample.Photo));
        await _filter.Receive(Sample.Album("channel_post", Sample.Photo, Sample.Photo, Sample.Photo));
        await _filter.Receive(Sample.Album("business_message", Sample.Photo));

        Assert.That(seen, Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void Every_flow_is_named_after_its_property()
    {
        foreach (var property in typeof(FlowsUpdatesFilter).GetProperties().Where(property => property.Name.EndsWith("Flow", StringComparison.Ordinal)))
        {
            var name = property.GetValue(_filter)!.ToString();
            // The manual's names are the same flows.
            Assert.That(name, Is.EqualTo(property.Name).Or.EqualTo(property.Name.Replace("Flow", "sFlow", StringComparison.Ordinal)));
        }
    }

    [Test]
    public async Task A_filter_is_set_up_in_one_place()
    {
        List<string?> seen = [];
        var filter = new FlowsUpdatesFilter(f => f.MessagesFlow.OnEach(message => seen.Add(message.Text)));

        await filter.Receive(Sample.Text("hi"));

        Assert.That(seen, Is.EqualTo(new[] { "hi" }));
    }

    [Test]
    public async Task A_query_expression_works_on_flows()
    {
        List<string> seen = [];
        var shouts = from message in _filter.MessagesFlow where message.Text is not null from word in message.Text!.Split(' ') select word.ToUpperInvariant();
        shouts.OnEach(seen.Add);

        await _filter.Receive(Sample.Text("come here"));

        Assert.That(seen, Is.EqualTo(new[] { "COME", "HERE" }));
    }

    private UpdateFlow<T> Flow<T>(string name) =>
        (UpdateFlow<T>)typeof(FlowsUpdatesFilter).GetProperty(name)!.GetValue(_filter)!;

    private void Listen(string name)
    {
        var flow = typeof(FlowsUpdatesFilter).GetProperty(name)!.GetValue(_filter)!;
        var listen = typeof(FlowsUpdatesFilterTests)
            .GetMethod(nameof(ListenTo), BindingFlags.NonPublic | BindingFlags.Instance)!;
        listen.MakeGenericMethod(flow.GetType().GenericTypeArguments).Invoke(this, [flow, name]);
    }

    private void ListenTo<T>(UpdateFlow<T> flow, string name) => flow.OnEach(_ =>
    {
        lock (_reached) _reached.Add(name);
    });
}
