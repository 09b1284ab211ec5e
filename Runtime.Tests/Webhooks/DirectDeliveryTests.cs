using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Without an inbox: how many at once, and what is remembered of a failed attempt.</summary>
internal sealed class DirectDeliveryTests
{
    [Test]
    public async Task Without_an_inbox_a_hundred_receivers_ran_at_once_whatever_MaxConcurrency_said()
    {
        var entered = Channel.CreateUnbounded<long>();
        var gates = new ConcurrentDictionary<long, TaskCompletionSource>();
        await using var server = await TestServers.Start(
            async (update, _) =>
            {
                var gate = gates.GetOrAdd(
                    update.UpdateId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                entered.Writer.TryWrite(update.UpdateId);
                await gate.Task;
            },
            WithConcurrency(2));
        using var client = TestServers.Client();
        var answers = Enumerable.Range(1, 4).Select(
            id => client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(id, chatId: id)))).ToList();
        var running = new List<long> { await Next(entered), await Next(entered) };

        // Each end lets exactly one in.
        for (var ended = 0; ended < 4; ended++)
        {
            Assert.That(server.Inbox.Running.Select(update => update.UpdateId), Is.EquivalentTo(running));
            gates[running[0]].SetResult();
            running.RemoveAt(0);
            if (ended < 2) running.Add(await Next(entered));
            else while (server.Inbox.Running.Count > running.Count) await Task.Yield();
        }

        Assert.That((await Task.WhenAll(answers)).Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(entered.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task Who_waits_for_a_place_and_goes_away_is_not_handled_and_takes_no_place()
    {
        var entered = Channel.CreateUnbounded<long>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServers.Start(
            async (update, _) =>
            {
                entered.Writer.TryWrite(update.UpdateId);
                if (update.UpdateId == 1) await gate.Task;
            },
            WithConcurrency(1));
        using var client = TestServers.Client();
        var first = client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        await Next(entered);
        using var gone = new CancellationTokenSource();
        var second = client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(2)), gone.Token);
        await gone.CancelAsync();
        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult();
        using var answer = await first;

        using var third = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(3)));

        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Next(entered), Is.EqualTo(3).Or.EqualTo(2), "the second may have come in before it went");
    }

    [Test]
    public async Task What_a_failed_attempt_has_said_is_remembered_until_Telegram_sends_the_update_again()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        telegram.Answers("""{"ok":true,"result":{"message_id":1}}""").Answers("""{"ok":true,"result":{"message_id":2}}""");
        var attempts = new ConcurrentQueue<int>();
        await using var server = await TestServers.Start(
            async (update, token) =>
            {
                attempts.Enqueue(UpdateAttempt.Current!.Number);
                Assert.That(UpdateAttempt.Current.Json.Length, Is.GreaterThan(10));
                await bot.SendMessage(5, "one", cancellationToken: token);
                if (UpdateAttempt.Current.Number < 3) throw new IOException("no luck");
                await bot.SendMessage(5, "two", cancellationToken: token);
            },
            TestServers.Options());
        using var client = TestServers.Client();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
            statuses.Add(answer.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.OK }));
        Assert.That(attempts, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(telegram.Received, Has.Count.EqualTo(2));
    }

    private static WebhookServerOptions WithConcurrency(int count) => new()
    {
        Inbox = UpdateInbox.None,
        SecretToken = TestServers.Secret,
        LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        Delivery = new DeliveryOptions { MaxConcurrency = count },
    };

    private static async Task<long> Next(Channel<long> entered) =>
        await entered.Reader.ReadAsync().AsTask().WaitAsync(TestServers.Guard);
}
