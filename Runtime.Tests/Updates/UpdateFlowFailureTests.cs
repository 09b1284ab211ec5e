using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UpdateFlowFailureTests
{
    private readonly FlowsUpdatesFilter _filter = new();

    [Test]
    public async Task A_failure_is_thrown_after_the_others_have_finished_and_names_the_flow()
    {
        TaskCompletionSource release = new();
        var finished = false;
        _filter.TextMessages().OnEach(_ => throw new InvalidOperationException("boom"));
        _filter.MessagesFlow.OnEach(async _ =>
        {
            await release.Task;
            finished = true;
        });

        var handled = _filter.Receive(Sample.Text("hi"));
        Assert.That(handled.IsCompleted, Is.False);
        release.SetResult();
        var error = await Failure(handled);

        Assert.That(finished, Is.True);
        Assert.That(error.Message, Does.Contain("AllSentMessagesFlow.TextMessages()").And.Contain("boom"));
        Assert.That(error.FlowNames, Is.EqualTo(new[] { "AllSentMessagesFlow.TextMessages()" }));
        Assert.That(error.InnerException, Is.InstanceOf<InvalidOperationException>());
    }

    [Test]
    public async Task Several_failures_are_all_in_it()
    {
        _filter.MessagesFlow.OnEach(_ => throw new InvalidOperationException("one"));
        _filter.AllUpdatesFlow.OnEach(async _ =>
        {
            await Task.Yield();
            throw new FormatException("two");
        });

        var error = await Failure(_filter.Receive(Sample.Text("hi")));

        Assert.That(error.FlowNames, Is.EqualTo(new[] { "MessagesFlow", "AllUpdatesFlow" }));
        Assert.That(error.InnerExceptions.Select(inner => inner.Message), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task A_predicate_and_a_selector_that_throw_are_failures_of_their_subscriber()
    {
        var others = 0;
        _filter.MessagesFlow.OnEach(_ => others++);
        _filter.MessagesFlow.Where(message => message.Text!.Length / (message.Text.Length - 2) > 0).OnEach(_ => { });
        _filter.MessagesFlow.Select(message => int.Parse(message.Text!, null)).OnEach(_ => { });

        var error = await Failure(_filter.Receive(Sample.Text("hi")));

        Assert.That(error.FlowNames, Is.EqualTo(new[] { "MessagesFlow.Where()", "MessagesFlow.Select()" }));
        Assert.That(others, Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_failure_every_subscriber_sees_the_update_again()
    {
        var attempts = 0;
        List<string?> seen = [];
        _filter.MessagesFlow.OnEach(_ =>
        {
            if (++attempts == 1) throw new InvalidOperationException("only once");
        });
        _filter.MessagesFlow.OnEach(message => seen.Add(message.Text));

        await Failure(_filter.Receive(Sample.Text("hi")));
        await _filter.Receive(Sample.Text("hi"));

        Assert.That(seen, Is.EqualTo(new[] { "hi", "hi" }));
    }

    [Test]
    public async Task Giving_up_because_the_server_stops_is_a_cancellation_not_a_failure()
    {
        using var stop = new CancellationTokenSource();
        _filter.MessagesFlow.OnEach(
            (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation));

        var handled = _filter.Receive(Sample.Text("hi"), stop.Token);
        await stop.CancelAsync();

        Assert.That(async () => await handled.InTime(), Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(stop.Token));
    }

    [Test]
    public async Task A_failure_beside_a_cancellation_is_still_a_failure()
    {
        using var stop = new CancellationTokenSource();
        _filter.MessagesFlow.OnEach(
            (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation));
        _filter.MessagesFlow.OnEach(_ => throw new InvalidOperationException("boom"));

        var handled = _filter.Receive(Sample.Text("hi"), stop.Token);
        await stop.CancelAsync();

        Assert.That((await Failure(handled)).InnerExceptions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_cancellation_of_the_handlers_own_is_a_failure()
    {
        _filter.MessagesFlow.OnEach(_ => throw new TaskCanceledException("its own request timed out"));

        Assert.That((await Failure(_filter.Receive(Sample.Text("hi")))).InnerException,
            Is.InstanceOf<TaskCanceledException>());
    }

    private static async Task<UpdateFlowException> Failure(Task handled)
    {
        try
        {
            await handled.InTime();
        }
        catch (UpdateFlowException error)
        {
            return error;
        }
        throw new AssertionException("The receiver should have thrown an UpdateFlowException.");
    }
}
