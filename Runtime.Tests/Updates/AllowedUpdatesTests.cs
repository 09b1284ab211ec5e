using Telegram.Webhooks.Runtime.Tests.BotApi.Model;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AllowedUpdatesTests : IDisposable
{
    private readonly FlowsUpdatesFilter _filter = new();
    private readonly RecordingLoggers _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public void The_kinds_known_here_are_those_of_the_schema() =>
        Assert.That(UpdateKinds.Known.Select(kind => kind.Value), Is.EqualTo(BotApiSchema.KindsOfUpdate));

    [Test]
    public void Nothing_is_asked_for_without_subscribers() => Assert.That(_filter.AllowedUpdates, Is.Empty);

    [Test]
    public void Kinds_with_subscribers_are_asked_for_by_Telegrams_names_and_in_its_order()
    {
        _filter.CallbackQueriesFlow.OnEach(_ => { });
        _filter.MessagesFlow.OnEach(_ => { });
        _filter.MessageMediaGroupsFlow.OnEach(_ => { });

        Assert.That(_filter.AllowedUpdates.Select(kind => kind.ToString()), Is.EqualTo(new[] { "message", "callback_query" }));
    }

    [Test]
    public void Whoever_listens_to_all_updates_asks_for_every_known_kind()
    {
        _filter.AllUpdatesFlow.OnEach(_ => { });

        Assert.That(_filter.AllowedUpdates, Is.EqualTo(UpdateKinds.Known));
    }

    [Test]
    public void Derived_and_combined_flows_count_for_their_sources()
    {
        _filter.TextMessages().Select(message => message.Text).OnEach(_ => { });
        Assert.That(_filter.AllowedUpdates, Is.EqualTo(new[] { UpdateType.Message, UpdateType.ChannelPost }));

        _filter.AggregateFlows(_filter.EditedMessagesFlow, _filter.BusinessMessageUpdatesFlow).OnEach(_ => { });
        (_filter.PollsFlow.OfType<object>() + _filter.PollAnswersFlow.OfType<object>()).OnEach(_ => { });

        Assert.That(_filter.AllowedUpdates.Select(kind => kind.Value), Is.EqualTo(new[] { "message", "edited_message", "channel_post", "business_message", "poll", "poll_answer" }));
    }

    [Test]
    public void Narrowing_all_updates_asks_only_for_what_is_left()
    {
        _filter.AllUpdatesFlow.OnlyEditMessageUpdates().OnEach(_ => { });
        _filter.AllUpdatesFlow.OnlyBaseInlineQueriesWithUpdates().OnEach(_ => { });

        Assert.That(_filter.AllowedUpdates.Select(kind => kind.Value), Is.EqualTo(new[] { "edited_message", "edited_channel_post", "edited_business_message", "inline_query" }));
    }

    [Test]
    public void Unknown_kinds_cannot_be_asked_for_unless_by_name()
    {
        _filter.UnknownUpdatesFlow.OnEach(_ => { });
        Assert.That(_filter.AllowedUpdates, Is.Empty);

        _filter.UpdatesFlow(new UpdateType("from_the_future"), UpdateType.Poll).OnEach(_ => { });
        Assert.That(_filter.AllowedUpdates.Select(kind => kind.Value), Is.EqualTo(new[] { "poll", "from_the_future" }));
    }

    [Test]
    public void A_kind_is_no_longer_asked_for_when_its_last_subscriber_has_left()
    {
        var one = _filter.MessagesFlow.OnEach(_ => { });
        var other = _filter.TextMessages().OnEach(_ => { });

        one.Dispose();
        Assert.That(_filter.AllowedUpdates, Does.Contain(UpdateType.Message));
        other.Dispose();
        Assert.That(_filter.AllowedUpdates, Is.Empty);
    }

    [Test]
    public async Task A_flow_of_two_filters_subscribes_to_both()
    {
        var other = new FlowsUpdatesFilter();
        List<string?> seen = [];
        var subscription = (_filter.MessagesFlow + other.MessagesFlow).OnEach(message => seen.Add(message.Text));

        await _filter.Receive(Sample.Text("a"));
        await other.Receive(Sample.Text("b"));
        Assert.That(seen, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(other.AllowedUpdates, Is.EqualTo(new[] { UpdateType.Message }));
        subscription.Dispose();
        Assert.That(_filter.AllowedUpdates.Concat(other.AllowedUpdates), Is.Empty);
    }

    [Test]
    public void The_filter_is_found_from_its_receiver_and_from_no_other()
    {
        var simple = new SimpleUpdatesFilter();

        Assert.That(UpdateReceiverOrigin.FilterOf(_filter.AsUpdateReceiver), Is.SameAs(_filter));
        Assert.That(UpdateReceiverOrigin.FilterOf(simple.AsUpdateReceiver), Is.SameAs(simple));
        Assert.That(UpdateReceiverOrigin.FilterOf((_, _) => ValueTask.CompletedTask), Is.Null);
        Assert.That(UpdateReceiverOrigin.FilterOf((update, ct) => _filter.AsUpdateReceiver(update, ct)), Is.Null);
        Assert.That(UpdateReceiverOrigin.FilterOf(_filter.AsUpdateReceiver + simple.AsUpdateReceiver), Is.Null);
    }

    [Test]
    public void A_subscriber_that_comes_after_the_start_is_reported_once_with_what_to_do()
    {
        _filter.MessagesFlow.OnEach(_ => { });
        using var watch = new AllowedUpdatesWatch(_filter.AsUpdateReceiver, _filter.AllowedUpdates, _log);
        Assert.That(_log.Lines, Is.Empty);

        for (var i = 0; i < 3; i++)
        {
            using var late = _filter.PollsFlow.OnEach(_ => { });
            using var early = _filter.MessagesFlow.OnEach(_ => { });
        }

        Assert.That(_log.Lines, Has.Count.EqualTo(1));
        Assert.That(_log.Lines[0], Does.StartWith("Warning 7001").And.Contain("kind poll").And.Contain("[message]").And.Contain("Subscribe before starting"));
    }

    [Test]
    public void A_subscriber_that_an_explicit_list_leaves_out_is_reported_at_the_start()
    {
        _filter.PollsFlow.OnEach(_ => { });

        using var watch = new AllowedUpdatesWatch(_filter.AsUpdateReceiver, [UpdateType.Message], _log);

        Assert.That(_log.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_empty_list_asks_for_Telegrams_default_set()
    {
        using var watch = new AllowedUpdatesWatch(_filter.AsUpdateReceiver, [], _log);

        _filter.MessagesFlow.OnEach(_ => { });
        Assert.That(_log.Lines, Is.Empty);
        _filter.ChatMemberUpdatesFlow.OnEach(_ => { });
        Assert.That(_log.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public void Nothing_is_reported_after_the_end_nor_for_a_receiver_without_a_filter_nor_when_nothing_was_asked()
    {
        new AllowedUpdatesWatch(_filter.AsUpdateReceiver, [UpdateType.Message], _log).Dispose();
        using var none = new AllowedUpdatesWatch((_, _) => ValueTask.CompletedTask, [UpdateType.Message], _log);
        using var unknown = new AllowedUpdatesWatch(_filter.AsUpdateReceiver, null, _log);

        _filter.PollsFlow.OnEach(_ => { });

        Assert.That(_log.Lines, Is.Empty);
    }
}
