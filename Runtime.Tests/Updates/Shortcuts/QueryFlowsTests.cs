using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates.Shortcuts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QueryFlowsTests
{
    private readonly FlowsUpdatesFilter _filter = new();
    private readonly List<string> _seen = [];

    [Test]
    public async Task Callback_queries_are_told_apart_by_what_the_button_carries()
    {
        var flow = _filter.CallbackQueriesFlow;
        See("data", flow.AsDataCallbackQueryFlow());
        See("exact", flow.AsDataCallbackQueryFlow("buy:1"));
        See("pattern", flow.AsDataCallbackQueryFlow(new Regex("^buy:")));
        See("game", flow.AsGameShortNameCallbackQueryFlow());
        See("unknown", flow.AsUnknownCallbackQueryFlow());

        await _filter.Receive(Sample.Update("callback_query", "{\"id\":\"1\",\"data\":\"buy:1\"}"));
        await _filter.Receive(Sample.Update("callback_query", "{\"id\":\"2\",\"data\":\"buy:2\"}"));
        await _filter.Receive(Sample.Update("callback_query", "{\"id\":\"3\",\"game_short_name\":\"chess\"}"));
        await _filter.Receive(Sample.Update("callback_query", "{\"id\":\"4\"}"));

        Assert.That(_seen, Is.EquivalentTo(new[] { "data:1", "exact:1", "pattern:1", "data:2", "pattern:2", "game:3", "unknown:4" }));

        void See(string name, UpdateFlow<CallbackQuery> from) => from.OnEach(query => Add($"{name}:{query.Id}"));
    }

    [Test]
    public async Task Inline_queries_and_chosen_results_are_told_apart_by_their_location()
    {
        _filter.InlineQueriesFlow.OnlyBaseInlineQueries().OnEach(query => Add($"base query {query.Id}"));
        _filter.InlineQueriesFlow.OnlyLocationInlineQueries().OnEach(query => Add($"located query {query.Id}"));
        _filter.AllUpdatesFlow.OnlyBaseInlineQueriesWithUpdates()
            .OnEach(pair => Add($"base query {pair.InlineQuery.Id} of {pair.UpdateId}"));
        _filter.AllUpdatesFlow.OnlyLocationInlineQueriesWithUpdates()
            .OnEach(pair => Add($"located query {pair.InlineQuery.Id} of {pair.UpdateId}"));
        _filter.ChosenInlineResultsFlow.OnlyBaseChosenInlineResults()
            .OnEach(result => Add($"base result {result.ResultId}"));
        _filter.ChosenInlineResultsFlow.OnlyLocationChosenInlineResults()
            .OnEach(result => Add($"located result {result.ResultId}"));
        _filter.AllUpdatesFlow.OnlyBaseChosenInlineResultsWithUpdates()
            .OnEach(pair => Add($"base result {pair.ChosenInlineResult.ResultId} of {pair.UpdateId}"));
        _filter.AllUpdatesFlow.OnlyLocationChosenInlineResultsWithUpdates()
            .OnEach(pair => Add($"located result {pair.ChosenInlineResult.ResultId} of {pair.UpdateId}"));

        await _filter.Receive(Sample.Update("inline_query", "{\"id\":\"a\"}", 1));
        await _filter.Receive(Sample.Update("inline_query", "{\"id\":\"b\",\"location\":{}}", 2));
        await _filter.Receive(Sample.Update("chosen_inline_result", "{\"result_id\":\"c\"}", 3));
        await _filter.Receive(Sample.Update("chosen_inline_result", "{\"result_id\":\"d\",\"location\":{}}", 4));

        Assert.That(_seen, Is.EquivalentTo(new[]
        {
            "base query a", "base query a of 1", "located query b", "located query b of 2",
            "base result c", "base result c of 3", "located result d", "located result d of 4",
        }));
    }

    [Test]
    public async Task Updates_with_messages_are_told_apart_by_new_and_edited()
    {
        _filter.AllUpdatesFlow.OnlyBaseMessageUpdates().OnEach(update => Add($"any {update.Type}"));
        _filter.AllUpdatesFlow.OnlySentMessageUpdates().OnEach(update => Add($"sent {update.Type}"));
        _filter.AllUpdatesFlow.OnlyBaseMessageUpdates().OnlyEditMessageUpdates()
            .OnEach(update => Add($"edited {update.Type}"));

        foreach (var kind in new[] { "message", "edited_channel_post", "guest_message", "poll" })
            await _filter.Receive(Sample.Update(kind, "{}"));

        Assert.That(_seen, Is.EquivalentTo(new[] { "any message", "sent message", "any edited_channel_post", "edited edited_channel_post", "any guest_message", "sent guest_message" }));
    }

    [Test]
    public void Messages_in_topics_of_forums_are_told_from_others()
    {
        var topic = Sample.Message("\"message_thread_id\":5,\"is_topic_message\":true").Message!;
        var reply = Sample.Message("\"message_thread_id\":5").Message!;

        Assert.That((topic.ForumMessage(), topic.NotForumMessage()), Is.EqualTo((true, false)));
        Assert.That((reply.ForumMessage(), reply.NotForumMessage()), Is.EqualTo((false, true)));
    }

    private void Add(string what)
    {
        lock (_seen) _seen.Add(what);
    }
}
