using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UpdateFlowTests
{
    private readonly FlowsUpdatesFilter _filter = new();

    [Test]
    public async Task Every_subscriber_sees_every_update_in_the_order_of_its_chat()
    {
        List<string?> first = [], second = [];
        _filter.MessagesFlow.OnEach(message => first.Add(message.Text));
        _filter.MessagesFlow.OnEach(async message =>
        {
            await Task.Yield();
            second.Add(message.Text);
        });

        foreach (var text in new[] { "a", "b", "c" }) await _filter.Receive(Sample.Text(text));

        Assert.That(first, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task An_update_without_subscribers_is_handled() =>
        await _filter.Receive(Sample.Text("nobody listens")).InTime();

    [Test]
    public async Task A_flow_is_hot_so_what_came_before_is_not_seen_nor_what_comes_after()
    {
        List<string?> seen = [];

        await _filter.Receive(Sample.Text("before"));
        var subscription = _filter.MessagesFlow.OnEach(message => seen.Add(message.Text));
        await _filter.Receive(Sample.Text("during"));
        subscription.Dispose();
        subscription.Dispose();
        await _filter.Receive(Sample.Text("after"));

        Assert.That(seen, Is.EqualTo(new[] { "during" }));
    }

    [Test]
    public async Task An_update_is_handled_when_every_handler_has_returned()
    {
        TaskCompletionSource quick = new(), slow = new();
        _filter.MessagesFlow.OnEach(_ => quick.Task);
        _filter.MessagesFlow.OnEach(_ => slow.Task);

        var handled = _filter.Receive(Sample.Text("hi"));
        quick.SetResult();

        Assert.That(handled.IsCompleted, Is.False);
        slow.SetResult();
        await handled.InTime();
    }

    [Test]
    public async Task Subscribers_handle_one_update_at_once_even_when_they_block_their_thread()
    {
        using var both = new Barrier(2);
        List<bool> met = [];
        for (var i = 0; i < 2; i++)
        {
            _filter.MessagesFlow.OnEach(_ =>
            {
                var inTime = both.SignalAndWait(Sample.Patience);
                lock (met) met.Add(inTime);
            });
        }

        await _filter.Receive(Sample.Text("hi")).InTime();

        Assert.That(met, Is.EqualTo(new[] { true, true }));
    }

    [Test]
    public async Task A_slow_chat_does_not_hold_up_another_one()
    {
        TaskCompletionSource release = new();
        List<long> handled = [];
        _filter.MessagesFlow.OnEach(async message =>
        {
            if (message.Chat.Id == 1) await release.Task;
            lock (handled) handled.Add(message.Chat.Id);
        });

        var slow = _filter.Receive(Sample.Text("hi", chat: 1));
        await _filter.Receive(Sample.Text("hi", chat: 2)).InTime();
        release.SetResult();
        await slow.InTime();

        Assert.That(handled, Is.EqualTo(new long[] { 2, 1 }));
    }

    [Test]
    public async Task A_sequential_handler_runs_for_one_item_at_a_time_in_the_order_they_came()
    {
        TaskCompletionSource release = new();
        List<long> started = [];
        _filter.MessagesFlow.OnEach(
            async message =>
            {
                started.Add(message.Chat.Id);
                await release.Task;
            },
            sequential: true);

        var handled = Enumerable.Range(1, 5).Select(chat => _filter.Receive(Sample.Text("hi", chat))).ToList();
        var startedBeforeRelease = started.Count;
        release.SetResult();
        await Task.WhenAll(handled).InTime();

        Assert.That(startedBeforeRelease, Is.EqualTo(1));
        Assert.That(started, Is.EqualTo(new long[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public async Task Leaving_a_sequential_subscription_lets_go_of_what_waits_for_it()
    {
        TaskCompletionSource release = new();
        var started = 0;
        var subscription = _filter.MessagesFlow.OnEach(
            _ =>
            {
                started++;
                return release.Task;
            },
            sequential: true);
        var running = _filter.Receive(Sample.Text("hi", chat: 1));
        var waiting = _filter.Receive(Sample.Text("hi", chat: 2));

        subscription.Dispose();

        await waiting.InTime();
        Assert.That(running.IsCompleted, Is.False, "what runs is finished, not forgotten");
        release.SetResult();
        await running.InTime();
        Assert.That(started, Is.EqualTo(1));
    }

    [Test]
    public async Task A_sequential_handler_goes_on_after_a_failure_and_after_a_wait_that_was_given_up()
    {
        using var stop = new CancellationTokenSource();
        TaskCompletionSource release = new();
        List<long> started = [];
        _filter.MessagesFlow.OnEach(
            async message =>
            {
                started.Add(message.Chat.Id);
                await release.Task;
                if (message.Chat.Id == 1) throw new InvalidOperationException("boom");
            },
            sequential: true);
        var failing = _filter.Receive(Sample.Text("hi", chat: 1));
        var givingUp = _filter.Receive(Sample.Text("hi", chat: 2), stop.Token);
        var last = _filter.Receive(Sample.Text("hi", chat: 3));

        await stop.CancelAsync();
        Assert.That(async () => await givingUp.InTime(), Throws.InstanceOf<OperationCanceledException>());
        release.SetResult();

        Assert.That(async () => await failing.InTime(), Throws.InstanceOf<UpdateFlowException>());
        await last.InTime();
        Assert.That(started, Is.EqualTo(new long[] { 1, 3 }));
    }

    [Test]
    public async Task A_handler_gets_the_token_of_the_receiver()
    {
        using var stop = new CancellationTokenSource();
        CancellationToken seen = default;
        _filter.MessagesFlow.OnEach((_, cancellation) =>
        {
            seen = cancellation;
            return ValueTask.CompletedTask;
        });

        await _filter.Receive(Sample.Text("hi"), stop.Token);

        Assert.That(seen, Is.EqualTo(stop.Token));
    }

    [Test]
    public async Task Every_shape_of_handler_is_accepted_and_awaited()
    {
        List<string> called = [];
        TaskCompletionSource release = new();
        _filter.MessagesFlow.OnEach(async (_, ct) => await Later("async with token", ct));
        _filter.MessagesFlow.OnEach(async _ => await Later("async", default));
        _filter.MessagesFlow.OnEach((_, ct) => Later("task with token", ct));
        _filter.MessagesFlow.OnEach(TaskMethod);
        _filter.MessagesFlow.OnEach(ValueTaskMethod);
        _filter.MessagesFlow.OnEach(_ => called.Add("sync"));

        var handled = _filter.Receive(Sample.Text("hi"));
        Assert.That(handled.IsCompleted, Is.False);
        release.SetResult();
        await handled.InTime();

        Assert.That(called, Is.EquivalentTo(new[] { "async with token", "async", "task with token", "task method", "value task method", "sync" }));

        Task TaskMethod(Message message) => Later("task method", default);
        async ValueTask ValueTaskMethod(Message message, CancellationToken ct) => await Later("value task method", ct);
        async Task Later(string name, CancellationToken ct)
        {
            await release.Task.WaitAsync(ct);
            lock (called) called.Add(name);
        }
    }
}
