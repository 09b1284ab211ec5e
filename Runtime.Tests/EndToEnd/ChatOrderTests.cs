using System.Collections.Concurrent;
using System.Globalization;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// Order within a chat while other chats go on, with a receiver that is slow in one chat and fails in all.
/// </summary>
internal sealed class ChatOrderTests : EndToEndTest
{
    private const int Chats = 5;
    private const int Messages = 12;

    [TestCaseSource(nameof(Inboxes))]
    public async Task Each_chat_stays_in_order_though_one_is_slow_and_every_third_message_fails_once(string inbox)
    {
        var slowIsReleased = NewSignal();
        var othersAreDone = NewSignal();
        var done = new ConcurrentDictionary<long, ConcurrentQueue<string>>();
        var failed = new ConcurrentDictionary<(long Chat, string Text), bool>();
        var allAreDone = NewSignal();
        var count = 0;
        await using var server = await Listen(
            async (update, _) =>
            {
                var (chat, text) = (update.Message!.Chat.Id, update.Message.Text!);
                if (chat == Ada.Id)
                    await slowIsReleased.Task;
                if (int.Parse(text, CultureInfo.InvariantCulture) % 3 == 0 && failed.TryAdd((chat, text), true))
                    throw new InvalidOperationException("not the first time");
                done.GetOrAdd(chat, _ => new()).Enqueue(text);
                var doneNow = Interlocked.Increment(ref count);
                if (doneNow == (Chats - 1) * Messages)
                    othersAreDone.SetResult();
                if (doneNow == Chats * Messages)
                    allAreDone.SetResult();
            },
            With(inbox));
        var others = Enumerable.Range(1, Chats - 1).Select(number => Telegram.User($"User {number}")).ToList();
        var texts = Enumerable.Range(1, Messages).Select(number => $"{number}").ToList();

        // Before the first success there is one connection only, and Ada would hold it.
        foreach (var user in others)
            await user.Says(texts[0]);
        await Telegram.Deliveries(others.Count);
        await Ada.Says(texts[0]);
        foreach (var text in texts.Skip(1))
        {
            foreach (var user in others.Prepend(Ada))
                await user.Says(text);
        }

        await othersAreDone.Task.WaitAsync(TestServers.Guard);
        Assert.That(done.ContainsKey(Ada.Id), Is.False);
        slowIsReleased.SetResult();
        await allAreDone.Task.WaitAsync(TestServers.Guard);

        Assert.That(done.Keys, Is.EquivalentTo(others.Select(user => user.Id).Append(Ada.Id)));
        Assert.That(done.Values, Is.All.EqualTo(texts));
    }
}
