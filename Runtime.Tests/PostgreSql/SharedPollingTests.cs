using System.Collections.Concurrent;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>Long polling by two instances of a bot: Telegram refuses the second that polls, so one does.</summary>
internal sealed class SharedPollingTests
{
    [Test]
    public async Task One_of_two_instances_polls_and_the_other_does_when_that_one_stops()
    {
        var database = await PostgresRun.NewDatabase();
        await using var telegram = await TelegramSandbox.Start();
        var errors = new ConcurrentQueue<Exception>();
        using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
        var ada = telegram.User("Ada");
        await using var first = await Poll("first");
        await using var second = await Poll("second");
        await ada.Says("one");
        await ada.Hears("You said: one");
        await first.Stop();
        await ada.Says("two");
        await ada.Hears("You said: two");
        // Were both to poll, Telegram would have told one of them: 409.
        Assert.That(errors, Is.Empty);

        Task<LongPollingSession> Poll(string name) => bot.LongPolling(
            async (update, cancellationToken) => await bot.SendMessage(
                update.Message!.Chat.Id, $"You said: {update.Message.Text}", cancellationToken: cancellationToken),
            new LongPollingOptions
            {
                Inbox = UpdateInbox.PostgreSql(
                    database, new PostgreSqlInboxOptions { InstanceName = name, Lease = Openers.Quick }),
                OnError = errors.Enqueue,
                Timeout = TimeSpan.FromSeconds(1),
            });
    }
}
