using System.Collections.Concurrent;
using System.Text;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What <c>drop_pending_updates</c> means for the inbox of a server's earlier runs.</summary>
public class DropPendingUpdatesTests
{
    private const string Ok = """{"ok":true,"result":true,"description":"Webhook was set"}""";
    private string _folder = null!;

    private UpdateInbox Inbox => UpdateInbox.Sqlite(Path.Combine(_folder, "inbox.db"));

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("drop-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(true, new long[] { 3 })]
    [TestCase(false, new long[] { 1, 2, 3 })]
    [TestCase(null, new long[] { 1, 2, 3 })]
    public async Task Updates_that_were_to_be_dropped_at_Telegram_were_handled_from_the_inbox(
        bool? drop, long[] handled)
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        await using (var earlier = await Inbox.Open(new InboxContext { Name = "42", BotId = bot.Id }))
        {
            await earlier.Append([Update(1), Update(2), UpdateEnvelope.Read("no update"u8.ToArray())]);
        }

        var received = new ConcurrentQueue<long>();
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com:8443/hook", dropPendingUpdates: drop), null,
            null,
            (update, _) =>
            {
                received.Enqueue(update.UpdateId);
                if (update.UpdateId == 3) last.SetResult();
                return default;
            },
            TestServers.Options(Inbox));
        using var client = TestServers.Client();
        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(3)));
        await last.Task.WaitAsync(RealTime.Patience);

        Assert.That(received, Is.EqualTo(handled));
        Assert.That(await server.Inbox.DeadLetters().CountAsync(), Is.EqualTo(1), "dead letters stay");
    }

    private static UpdateEnvelope Update(long id) =>
        UpdateEnvelope.Read(Encoding.UTF8.GetBytes(TestServers.Message(id)));
}
