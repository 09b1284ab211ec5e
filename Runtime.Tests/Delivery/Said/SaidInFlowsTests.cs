using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>What is said in subscribers of flows belongs to the update they were handed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SaidInFlowsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MockTelegram _telegram = new();
    private readonly AttemptsOnOneUpdate _update = new();
    private readonly TelegramBot _bot;

    public SaidInFlowsTests() => _bot = _telegram.Bot();

    public void Dispose()
    {
        _bot.Dispose();
        _update.Dispose();
        _telegram.Dispose();
    }

    [Test]
    public async Task Several_subscribers_say_theirs_once_though_one_of_them_fails()
    {
        Answer(2);
        var fails = true;
        var filter = new FlowsUpdatesFilter();
        using var one = filter.MessagesFlow.OnEach(
            async (m, ct) => await _bot.SendMessage(m.Chat.Id, "one", cancellationToken: ct));
        using var two = filter.MessagesFlow.Where(m => m.Text is not null).OnEach(async (m, ct) =>
        {
            await _bot.SendMessage(m.Chat.Id, "two", cancellationToken: ct);
            if (fails) throw new InvalidOperationException("not yet");
        });

        await Assert.ThatAsync(() => _update.Next(filter.AsUpdateReceiver), Throws.TypeOf<UpdateFlowException>());
        fails = false;
        await _update.Next(filter.AsUpdateReceiver);

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_body_of_a_loop_runs_in_the_attempt_whose_item_it_has()
    {
        Answer(2);
        var filter = new FlowsUpdatesFilter();
        using var end = new CancellationTokenSource();
        var seen = new List<int?>();
        var loop = Task.Run(async () =>
        {
            await foreach (var message in filter.MessagesFlow.WithCancellation(end.Token))
            {
                seen.Add(UpdateAttempt.Current?.Number);
                await _bot.SendMessage(message.Chat.Id, "one", cancellationToken: end.Token);
                await Task.Yield();
                seen.Add(UpdateAttempt.Current?.Number);
                if (seen.Count == 2) await _bot.SendMessage(message.Chat.Id, "two", cancellationToken: end.Token);
            }
        });
        await Subscribed(filter);

        await _update.Next(filter.AsUpdateReceiver);
        await _update.Next(filter.AsUpdateReceiver);
        await end.CancelAsync();
        await Assert.ThatAsync(() => loop.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(seen, Is.EqualTo(new int?[] { 1, 1, 2, 2 }));
        Assert.That(_telegram.Received, Has.Count.EqualTo(2), "one, two; and in the second attempt nothing");
    }

    [Test]
    public async Task After_a_loop_that_is_left_nothing_is_ambient()
    {
        var filter = new FlowsUpdatesFilter();
        var inside = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = Task.Run(async () =>
        {
            await foreach (var _ in filter.MessagesFlow)
            {
                inside.SetResult(UpdateAttempt.Current is not null);
                break;
            }

            return UpdateAttempt.Current;
        });
        await Subscribed(filter);

        await _update.Next(filter.AsUpdateReceiver);

        Assert.That(await inside.Task.WaitAsync(Patience), Is.True);
        Assert.That(await loop.WaitAsync(Patience), Is.Null);
    }

    private void Answer(int times)
    {
        for (var id = 1; id <= times; id++) _telegram.Answers($$"""{"ok":true,"result":{"message_id":{{id}} } }""");
    }

    // The loop subscribes when it first asks.
    private static async Task Subscribed(FlowsUpdatesFilter filter)
    {
        for (var waited = TimeSpan.Zero; filter.AllowedUpdates.Count == 0; waited += TimeSpan.FromMilliseconds(2))
        {
            Assert.That(waited, Is.LessThan(Patience));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }
}
