using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>A handler that fails after each of its calls in turn: everybody sees everything once.</summary>
internal sealed class SaidOnceTests : EndToEndTest
{
    [TestCaseSource(nameof(Inboxes))]
    public async Task Over_five_attempts_the_chat_reads_each_sentence_once(string inbox)
    {
        var attempts = 0;
        await using var server = await Listen(
            async (update, token) =>
            {
                var attempt = Interlocked.Increment(ref attempts);
                foreach (var (text, index) in new[] { "one", "two", "three", "four" }.Select((text, index) => (text, index)))
                {
                    await Client.SendMessage(update.Message!.Chat.Id, text, cancellationToken: token);
                    if (attempt == index + 1) throw new IOException($"fails after {text}");
                }

                Hear($"attempt {UpdateAttempt.Current!.Number}");
            },
            With(inbox));

        await Ada.Says("hi");
        if (inbox == "none") await UntilTaken(1);
        await HasHeard(1);

        Assert.That(Heard, Is.EqualTo(new[] { "attempt 5" }));
        Assert.That(await Calls("sendMessage"), Has.Count.EqualTo(4));
        foreach (var text in new[] { "one", "two", "three", "four" }) await Ada.Hears(text);
    }

    [Test]
    public async Task An_edit_that_was_made_does_not_fail_as_not_modified()
    {
        await HandlesOnce("editMessageText", update => update.Message is not null, async update =>
        {
            var sent = await Client.SendMessage(update.Message!.Chat.Id, "Working…");
            await Client.EditMessageText(sent.Chat.Id, sent.MessageId, "Done");
        });
        Assert.That(await Calls("sendMessage"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_upload_and_an_album_are_uploaded_once()
    {
        await HandlesOnce("sendMediaGroup", update => update.Message is not null, async update =>
        {
            await Client.SendDocument(
                update.Message!.Chat.Id, InputFile.FromBytes("a report"u8.ToArray(), "report.txt"));
            await Client.SendMediaGroup(update.Message!.Chat.Id,
                [new InputMediaDocument { Media = InputFile.FromBytes("a"u8.ToArray(), "a.txt") },
                    new InputMediaDocument { Media = InputFile.FromBytes("b"u8.ToArray(), "b.txt") }]);
        });
        Assert.That(await Calls("sendDocument"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_answered_callback_query_is_not_answered_again()
    {
        SandboxPress? press = null;
        await HandlesOnce(
            "answerCallbackQuery", update => update.CallbackQuery is not null,
            update => Client.AnswerCallbackQuery(update.CallbackQuery!.Id, "pressed"),
            async () =>
            {
                await Client.SendMessage(Ada.Id, "menu", replyMarkup: new InlineKeyboardMarkup { InlineKeyboard = [[new InlineKeyboardButton { Text = "Yes", CallbackData = "yes" }]] });
                press = await Ada.Presses("Yes");
            });
        Assert.That(await press!.IsAnswered(), Is.EqualTo("pressed"));
    }

    [Test]
    public async Task A_payment_is_confirmed_once()
    {
        Task<SandboxPayment>? paying = null;
        await HandlesOnce(
            "answerPreCheckoutQuery", update => update.PreCheckoutQuery is not null,
            update => Client.AnswerPreCheckoutQuery(update.PreCheckoutQuery!.Id, true),
            async () =>
            {
                await Client.SendInvoice(
                    Ada.Id, "Ten", "Stars", "order-1", "XTR", [new LabeledPrice { Label = "Ten", Amount = 10 }]);
                paying = Ada.Pays();
            });
        Assert.That((await paying!.WaitAsync(TestServers.Guard)).IsPaid, Is.True);
    }

    [Test]
    public async Task Somebody_is_banned_once()
    {
        var bob = Telegram.User("Bob");
        var group = Telegram.Supergroup("Club", Ada, bob);
        await group.PromotesBot();
        await HandlesOnce(
            "banChatMember", update => update.Message?.Text == "ban him",
            update => Client.BanChatMember(update.Message!.Chat.Id, bob.Id),
            () => Ada.In(group).Says("ban him"));
    }

    [Test]
    public async Task A_dead_letter_that_is_replayed_after_the_bug_is_fixed_says_only_what_was_missing(
        [Values("sqlite", "memory")] string inbox)
    {
        var isFixed = false;
        await using var server = await Listen(
            async (update, token) =>
            {
                await Client.SendMessage(update.Message!.Chat.Id, "one", cancellationToken: token);
                await UpdateAttempt.Current!.Once("count", () =>
                {
                    Hear("counted");
                    return Task.CompletedTask;
                });
                if (!isFixed) throw new NotSupportedException("the bug");
                await Client.SendMessage(update.Message.Chat.Id, "two", cancellationToken: token);
                Hear("done");
            },
            With(inbox));
        await Ada.Says("hi");
        var letter = await Buried(server);

        Assert.That(letter.Said.Select(call => call.Name), Is.EqualTo(new[] { "sendMessage", "step:count" }));
        isFixed = true;
        Assert.That(await server.Inbox.Replay(letter.Id), Is.True);
        await HasHeard(2);

        Assert.That(Heard, Is.EqualTo(new[] { "counted", "done" }));
        await Ada.Hears("one");
        await Ada.Hears("two");
        Assert.That(await Calls("sendMessage"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_a_restart_interrupted_goes_on_where_it_was()
    {
        var (entered, blocked) = (NewSignal(), NewSignal());
        var stops = true;
        async ValueTask Receive(Update update, CancellationToken token)
        {
            await Client.SendMessage(update.Message!.Chat.Id, "one", cancellationToken: token);
            if (stops)
            {
                entered.TrySetResult();
                await blocked.Task.WaitAsync(token);
            }

            await Client.SendMessage(update.Message.Chat.Id, "two", cancellationToken: token);
            Hear("done");
        }

        await using (await Listen(Receive, With("sqlite", shutdownTimeout: TimeSpan.Zero)))
        {
            await Ada.Says("hi");
            await entered.Task.WaitAsync(TestServers.Guard);
        }

        stops = false;
        await using var next = await Listen(Receive, With("sqlite"));
        await HasHeard(1);

        Assert.That(await Calls("sendMessage"), Has.Count.EqualTo(2));
        await Ada.Hears("one");
        await Ada.Hears("two");
    }

    /// <summary>
    /// Handles one update three times, of which the first two fail behind the calls, and counts the calls of one
    /// method.
    /// </summary>
    private async Task HandlesOnce(
        string method, Func<Update, bool> isMeant, Func<Update, Task> calls, Func<Task>? cause = null)
    {
        await using var server = await Listen(async (update, _) =>
        {
            if (!isMeant(update)) return;
            await calls(update);
            if (UpdateAttempt.Current!.Number < 3) throw new IOException("behind the calls");
            Hear("done");
        });
        await Ada.Says("hi");
        if (cause is not null) await cause();
        await HasHeard(1);
        Assert.That(await Calls(method), Has.Count.EqualTo(1));
        Assert.That(Errors.Select(error => error.Attempt), Is.EqualTo(new[] { 1, 2 }));
    }

    private static async Task<DeadLetter> Buried(WebhookServer server)
    {
        using var patience = new CancellationTokenSource(TestServers.Guard);
        while (true)
        {
            if (await server.Inbox.DeadLetters(patience.Token).FirstOrDefaultAsync(patience.Token) is { } letter)
                return letter;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }
}
