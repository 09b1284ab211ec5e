using System.Reflection;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates.Shortcuts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventFlowsTests
{
    private static readonly Type[] Sorts = [typeof(ChannelEventsExtensions), typeof(GroupEventsExtensions), typeof(SupergroupEventsExtensions), typeof(PrivateEventsExtensions)];

    private readonly FlowsUpdatesFilter _filter = new();
    private readonly List<string> _seen = [];

    [TestCase("channel", "\"channel_chat_created\":true", "ChannelCreatedEvents")]
    [TestCase("channel", "\"delete_chat_photo\":true", "DeletedChannelPhotoEvents")]
    [TestCase("channel", "\"new_chat_photo\":[]", "NewChannelPhotoEvents")]
    [TestCase("channel", "\"new_chat_title\":\"t\"", "NewChannelTitleEvents")]
    [TestCase("channel", "\"pinned_message\":{}", "NewChannelPinnedMessageEvents")]
    [TestCase("channel", "\"successful_payment\":{}", "SuccessfulPaymentInChannelEvents")]
    [TestCase("group", "\"group_chat_created\":true", "GroupCreatedEvents")]
    [TestCase("group", "\"delete_chat_photo\":true", "DeletedGroupPhotoEvents")]
    [TestCase("group", "\"new_chat_members\":[]", "NewGroupMembersEvents")]
    [TestCase("group", "\"left_chat_member\":{}", "LeftGroupMemberEvents")]
    [TestCase("group", "\"new_chat_photo\":[]", "NewGroupPhotoEvents")]
    [TestCase("group", "\"new_chat_title\":\"t\"", "NewGroupTitleEvents")]
    [TestCase("group", "\"pinned_message\":{}", "NewGroupPinnedMessageEvents")]
    [TestCase("group", "\"proximity_alert_triggered\":{}", "ProximityAlertTriggeredInGroupEvents")]
    [TestCase("group", "\"successful_payment\":{}", "SuccessfulPaymentInGroupEvents")]
    [TestCase("supergroup", "\"supergroup_chat_created\":true", "SupergroupCreatedEvents")]
    [TestCase("supergroup", "\"delete_chat_photo\":true", "DeletedSupergroupPhotoEvents")]
    [TestCase("supergroup", "\"new_chat_members\":[]", "NewSupergroupMembersEvents")]
    [TestCase("supergroup", "\"left_chat_member\":{}", "LeftSupergroupMemberEvents")]
    [TestCase("supergroup", "\"new_chat_photo\":[]", "NewSupergroupPhotoEvents")]
    [TestCase("supergroup", "\"new_chat_title\":\"t\"", "NewSupergroupTitleEvents")]
    [TestCase("supergroup", "\"pinned_message\":{}", "NewSupergroupPinnedMessageEvents")]
    [TestCase("supergroup", "\"proximity_alert_triggered\":{}", "ProximityAlertTriggeredInSupergroupEvents")]
    [TestCase("supergroup", "\"successful_payment\":{}", "SuccessfulPaymentInSupergroupEvents")]
    [TestCase("private", "\"pinned_message\":{}", "NewPrivatePinnedMessageEvents")]
    [TestCase("private", "\"successful_payment\":{}", "SuccessfulPaymentInPrivateEvents")]
    [TestCase("private", "\"web_app_data\":{}", "PrivateEvents")]
    public async Task An_event_is_in_its_own_flow_in_that_of_its_sort_of_chat_and_in_that_of_all_events(
        string chat, string fields, string flow)
    {
        foreach (var method in Sorts.SelectMany(sort => sort.GetMethods(BindingFlags.Public | BindingFlags.Static)))
        {
            object source = method.GetParameters()[0].ParameterType == typeof(FlowsUpdatesFilter)
                ? _filter
                : _filter.AllSentMessagesFlow;
            Listen((UpdateFlow<Message>)method.Invoke(null, [source])!, method.Name);
        }
        Listen(_filter.Events(), "Events");
        Listen(_filter.AllSentMessagesFlow.ChatEvents(), "ChatEvents");

        await _filter.Receive(Sample.Message(fields, kind: chat == "channel" ? "channel_post" : "message", chatType: chat));
        await _filter.Receive(Sample.Message(chatType: chat));

        var ofSort = char.ToUpperInvariant(chat[0]) + chat[1..] + "Events";
        // Each name is both on the filter and on a flow.
        var expected = new[] { flow, ofSort }.Distinct().SelectMany(name => new[] { name, name });
        Assert.That(_seen, Is.EquivalentTo(expected.Concat(["Events", "ChatEvents"])));
    }

    private void Listen(UpdateFlow<Message> flow, string name) => flow.OnEach(_ =>
    {
        lock (_seen) _seen.Add(name);
    });
}
