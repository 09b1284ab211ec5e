using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UpdateFlowEnumerationTests
{
    private readonly FlowsUpdatesFilter _filter = new();

    [Test]
    public async Task An_item_is_done_when_the_loop_asks_for_the_next()
    {
        await using var loop = _filter.MessagesFlow.GetAsyncEnumerator();
        var asked = loop.MoveNextAsync();
        var handled = _filter.Receive(Sample.Text("a"));

        Assert.That(await asked.InTime(), Is.True);
        Assert.That(loop.Current.Text, Is.EqualTo("a"));
        Assert.That(handled.IsCompleted, Is.False);
        var next = loop.MoveNextAsync();
        await handled.InTime();
        Assert.That(next.IsCompleted, Is.False);
    }

    [Test]
    public async Task A_loop_takes_the_chats_in_turn_and_one_item_at_a_time()
    {
        await using var loop = _filter.MessagesFlow.GetAsyncEnumerator();
        var asked = loop.MoveNextAsync();
        var handled = Enumerable.Range(1, 4).Select(chat => _filter.Receive(Sample.Text("hi", chat))).ToList();

        for (var chat = 1; chat <= 4; chat++)
        {
            Assert.That(await asked.InTime(), Is.True);
            Assert.That(loop.Current.Chat.Id, Is.EqualTo(chat));
            Assert.That(handled[chat - 1].IsCompleted, Is.False);
            asked = loop.MoveNextAsync();
            await handled[chat - 1].InTime();
        }
    }

    [Test]
    public async Task Leaving_the_loop_is_being_done_with_its_last_item_and_with_all_that_waits_for_it()
    {
        var loop = Task.Run(async () =>
        {
            await foreach (var message in _filter.MessagesFlow)
            {
                if (message.Chat.Id == 1) break;
            }
        });
        await Subscribed();

        await Task.WhenAll(Enumerable.Range(1, 3).Select(chat => _filter.Receive(Sample.Text("hi", chat)))).InTime();
        await loop.InTime();

        Assert.That(_filter.AllowedUpdates, Is.Empty);
    }

    [Test]
    public async Task An_exception_in_the_loop_ends_it_and_cannot_be_told_from_leaving()
    {
        var loop = Task.Run(async () =>
        {
            await foreach (var _ in _filter.MessagesFlow) throw new InvalidOperationException("boom");
        });
        await Subscribed();

        await _filter.Receive(Sample.Text("hi")).InTime();

        Assert.That(async () => await loop.InTime(), Throws.InvalidOperationException);
        Assert.That(_filter.AllowedUpdates, Is.Empty);
    }

    [Test]
    public async Task Cancelling_a_waiting_loop_ends_it_with_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var loop = _filter.MessagesFlow.GetAsyncEnumerator(cancel.Token);
        var asked = loop.MoveNextAsync();

        await cancel.CancelAsync();

        Assert.That(async () => await asked.InTime(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_filter.AllowedUpdates, Is.Empty);
        await loop.DisposeAsync();
    }

    [Test]
    public async Task Cancelling_in_the_middle_of_a_loop_releases_what_waits_and_lets_the_body_finish_its_item()
    {
        using var cancel = new CancellationTokenSource();
        var other = 0;
        _filter.MessagesFlow.OnEach(_ => Interlocked.Increment(ref other));
        var loop = _filter.MessagesFlow.GetAsyncEnumerator(cancel.Token);
        var asked = loop.MoveNextAsync();
        var inBody = _filter.Receive(Sample.Text("hi", chat: 1));
        await asked.InTime();
        var waiting = _filter.Receive(Sample.Text("hi", chat: 2));

        await cancel.CancelAsync();

        await waiting.InTime();
        await _filter.Receive(Sample.Text("hi", chat: 3)).InTime();
        Assert.That(inBody.IsCompleted, Is.False);
        Assert.That(async () => await loop.MoveNextAsync().InTime(), Throws.InstanceOf<OperationCanceledException>());
        await inBody.InTime();
        Assert.That(other, Is.EqualTo(3));
        await loop.DisposeAsync();
    }

    [Test]
    public async Task A_loop_whose_token_has_already_fired_never_subscribes()
    {
        await using var loop = _filter.MessagesFlow.GetAsyncEnumerator(new CancellationToken(canceled: true));

        Assert.That(async () => await loop.MoveNextAsync().InTime(), Throws.InstanceOf<OperationCanceledException>());
        await _filter.Receive(Sample.Text("hi")).InTime();
        Assert.That(_filter.AllowedUpdates, Is.Empty);
    }

    [Test]
    public async Task An_enumerator_that_was_only_made_blocks_nothing()
    {
        var loop = _filter.MessagesFlow.GetAsyncEnumerator();

        await _filter.Receive(Sample.Text("hi")).InTime();
        await loop.DisposeAsync();

        Assert.That(await loop.MoveNextAsync().InTime(), Is.False);
        Assert.That(() => loop.Current, Throws.InvalidOperationException);
    }

    [Test]
    public async Task When_the_server_stops_waiting_the_update_is_not_handled_and_the_loop_goes_on_with_the_next()
    {
        using var stop = new CancellationTokenSource();
        await using var loop = _filter.MessagesFlow.GetAsyncEnumerator();
        var asked = loop.MoveNextAsync();
        var inBody = _filter.Receive(Sample.Text("in the body", chat: 1), stop.Token);
        await asked.InTime();
        var waiting = _filter.Receive(Sample.Text("never seen", chat: 2), stop.Token);

        await stop.CancelAsync();
        Assert.That(async () => await inBody.InTime(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await waiting.InTime(), Throws.InstanceOf<OperationCanceledException>());
        var next = _filter.Receive(Sample.Text("next", chat: 1));

        Assert.That(await loop.MoveNextAsync().InTime(), Is.True);
        Assert.That(loop.Current.Text, Is.EqualTo("next"));
        asked = loop.MoveNextAsync();
        await next.InTime();
    }

    [Test]
    public async Task Operators_of_the_framework_work_on_a_flow_and_keep_the_accounting()
    {
        var firstTwo = _filter.MessagesFlow.Select(message => message.Text!).Take(2).ToListAsync().AsTask();

        await _filter.Receive(Sample.Text("a")).InTime();
        await _filter.Receive(Sample.Text("b")).InTime();
        await _filter.Receive(Sample.Text("c")).InTime();

        Assert.That(await firstTwo.InTime(), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(_filter.AllowedUpdates, Is.Empty);
    }

    private async Task Subscribed()
    {
        var subscribed = new TaskCompletionSource();
        _filter.AllowedUpdateAdded += _ => subscribed.TrySetResult();
        if (_filter.AllowedUpdates.Count > 0) subscribed.TrySetResult();
        await subscribed.Task.InTime();
    }
}
