using System.Collections.Concurrent;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>Long polling against the local Telegram.</summary>
public class LongPollingTests
{
    private TelegramSandbox _telegram = null!;
    private TelegramBot _bot = null!;

    [SetUp]
    public async Task Start()
    {
        _telegram = await TelegramSandbox.Start();
        _bot = BotWith(_telegram.Token);
    }

    [TearDown]
    public async Task Stop()
    {
        _bot.Dispose();
        await _telegram.DisposeAsync();
    }

    [Test]
    public async Task A_bot_answers_by_polling_and_a_webhook_that_was_set_is_deleted_first()
    {
        await _bot.SetWebhook("https://127.0.0.1:8443/hook");
        var ada = _telegram.User("Ada");
        await using var session = await _bot.LongPolling(
            async (update, token) => await _bot.SendMessage(
                update.Message!.Chat.Id, "You said: " + update.Message.Text, cancellationToken: token), InMemory());

        await ada.Says("hi");
        await ada.Hears("You said: hi");
        await ada.Says("again");
        await ada.Hears("You said: again");

        Assert.That((await _bot.GetWebhookInfo()).Url, Is.Empty);
        await session.Stop().WaitAsync(TestServers.Guard);
        Assert.That(session.Completion.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task What_was_kept_is_handled_after_a_restart_though_telegram_has_forgotten_it()
    {
        var folder = Directory.CreateTempSubdirectory("polling");
        try
        {
            var options = InMemory() with { Inbox = UpdateInbox.Sqlite(Path.Combine(folder.FullName, "bot.db")), ShutdownTimeout = TimeSpan.Zero };
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = await _bot.LongPolling(
                async (_, token) =>
                {
                    entered.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                },
                options);
            await _telegram.User("Ada").Says("do not lose me");
            await entered.Task.WaitAsync(TestServers.Guard);
            await first.Stop().WaitAsync(TestServers.Guard);

            var handled = new TaskCompletionSource<Update>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var second = await _bot.LongPolling(
                (update, _) => { handled.TrySetResult(update); return default; }, options);

            Assert.That((await handled.Task.WaitAsync(TestServers.Guard)).Message!.Text, Is.EqualTo("do not lose me"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_second_poller_is_explained()
    {
        var errors = new BlockingCollection<WebhookException>();
        await using var first = await _bot.LongPolling((_, _) => default, InMemory() with { OnError = errors.Add });
        using var otherBot = BotWith(_telegram.Token);
        await using var second = await otherBot.LongPolling(
            (_, _) => default, InMemory() with { OnError = errors.Add });

        var error = await Task.Run(() => errors.TryTake(out var taken, TestServers.Guard) ? taken : null);

        Assert.That(error, Is.Not.Null);
        Assert.That(error!.Stage, Is.EqualTo(WebhookStage.Polling));
        Assert.That(error.Message, Does.Contain("Another program fetches this bot's updates"));
    }

    [Test]
    public async Task A_wrong_token_ends_the_polling_with_an_explanation()
    {
        using var stranger = BotWith("4200000002:wrong-token-of-a-test");
        await using var session = await stranger.LongPolling((_, _) => default, InMemory());

        var error = await Assert.ThrowsAsync<WebhookException>(() => session.Completion.WaitAsync(TestServers.Guard));

        Assert.That(error!.Message, Does.Contain("does not know the bot's token"));
    }

    [Test]
    public async Task A_wrong_token_was_not_told_to_the_error_callback()
    {
        var errors = new ConcurrentQueue<WebhookException>();
        using var stranger = BotWith("4200000002:wrong-token-of-a-test");
        await using var session = await stranger.LongPolling(
            (_, _) => default, InMemory() with { OnError = errors.Enqueue });

        await session.Completion.WaitAsync(TestServers.Guard).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Assert.That(errors.Select(error => error.Message), Has.One.Contains("does not know the bot's token"));
    }

    [Test]
    public async Task A_second_stop_could_not_end_the_patience_of_the_first()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = await _bot.LongPolling(
            async (_, token) =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
            InMemory() with { ShutdownTimeout = TimeSpan.FromMinutes(1) });
        await _telegram.User("Ada").Says("hi");
        await entered.Task.WaitAsync(TestServers.Guard);
        var stopped = session.Stop();
        Assert.That(stopped.IsCompleted, Is.False);

        await session.Stop(new CancellationToken(canceled: true)).WaitAsync(TestServers.Guard);

        Assert.That(stopped.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task What_has_piled_up_is_retrieved_in_order_or_flushed()
    {
        var ada = _telegram.User("Ada");
        foreach (var text in new[] { "one", "two", "three" })
            await ada.Says(text);
        var texts = new List<string?>();

        var retrieved = await _bot.RetrieveAccumulatedUpdates(
            (update, _) => { texts.Add(update.Message!.Text); return default; });
        await ada.Says("four");
        var flushed = await _bot.FlushAccumulatedUpdates();
        var left = await _bot.FlushAccumulatedUpdates();

        Assert.That(texts, Is.EqualTo(new[] { "one", "two", "three" }));
        Assert.That((retrieved, flushed, left), Is.EqualTo((3, 1, 0)));
    }

    [Test]
    public async Task What_a_receiver_fails_on_stays_with_telegram_and_what_came_before_does_not()
    {
        var ada = _telegram.User("Ada");
        foreach (var text in new[] { "one", "two", "three" })
            await ada.Says(text);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _bot.RetrieveAccumulatedUpdates(
            (update, _) => update.Message!.Text == "two" ? throw new InvalidOperationException("boom") : default));
        var texts = new List<string?>();
        await _bot.RetrieveAccumulatedUpdates((update, _) => { texts.Add(update.Message!.Text); return default; });

        Assert.That(texts, Is.EqualTo(new[] { "two", "three" }));
    }

    [Test]
    public async Task A_flow_gives_updates_as_they_are_fetched()
    {
        var ada = _telegram.User("Ada");
        await ada.Says("one");
        await ada.Says("two");
        using var patience = new CancellationTokenSource(TestServers.Guard);
        var texts = new List<string?>();

        await foreach (var update in _bot.LongPollingFlow(cancellationToken: patience.Token))
        {
            texts.Add(update.Message!.Text);
            if (texts.Count == 2)
                break;
        }

        Assert.That(texts, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task A_flow_gives_an_album_as_one_update_and_again_to_whoever_comes_after_one_that_left()
    {
        await _telegram.User("Ada").SendsAlbum(3);
        using var patience = new CancellationTokenSource(TestServers.Guard);
        var sizes = new List<int>();

        for (var i = 0; i < 2; i++)
        {
            await foreach (var update in _bot.LongPollingFlow(cancellationToken: patience.Token))
            {
                sizes.Add(update.MediaGroup!.Count);
                break;
            }
        }

        Assert.That(sizes, Is.EqualTo(new[] { 3, 3 }));
        Assert.That(await _bot.FlushAccumulatedUpdates(), Is.EqualTo(3));
    }

    [Test]
    public async Task Options_that_cannot_be_used_are_all_named()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _bot.LongPolling((_, _) => default, new LongPollingOptions
        {
            Inbox = UpdateInbox.None,
            Limit = 0,
            Timeout = TimeSpan.FromMinutes(2),
        }));

        Assert.That(error!.Message, Does.Contain("Timeout").And.Contain("Limit").And.Contain("UpdateInbox.InMemory()"));
    }

    [Test]
    public async Task Options_that_a_server_refuses_were_taken_by_long_polling()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _bot.LongPolling((_, _) => default, InMemory() with
        {
            MediaGroupsDebounce = TimeSpan.Zero,
            ShutdownTimeout = TimeSpan.FromSeconds(-5),
            Delivery = null!,
        }));

        Assert.That(error!.Message, Does.Contain("MediaGroupsDebounce").And.Contain("ShutdownTimeout").And.Contain("Delivery"));
    }

    private static LongPollingOptions InMemory() =>
        new() { Inbox = UpdateInbox.InMemory(), Timeout = TimeSpan.FromSeconds(5) };

    private TelegramBot BotWith(string token) => new(token, new TelegramBotOptions { BaseUrl = _telegram.BaseUrl });
}
