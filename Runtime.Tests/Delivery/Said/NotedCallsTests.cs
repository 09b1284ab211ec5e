using System.Net;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>Which calls a later attempt does not make again, and what they return there.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NotedCallsTests : IDisposable
{
    private readonly MockTelegram _telegram = new();
    private readonly AttemptsOnOneUpdate _update = new();
    private readonly TelegramBot _bot;

    public NotedCallsTests() =>
        _bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

    public void Dispose()
    {
        _bot.Dispose();
        _update.Dispose();
        _telegram.Dispose();
    }

    [Test]
    public async Task A_message_was_sent_again_by_each_attempt()
    {
        _telegram.Answers(Sent(7)).Answers(Sent(8));

        await _update.Fails(() => _bot.SendMessage(5, "one"));
        Message again = null!;
        await _update.Next(async () =>
        {
            again = await _bot.SendMessage(5, "one");
            await _bot.SendMessage(5, "two");
        });

        Assert.That(Texts(), Is.EqualTo(new[] { "one", "two" }));
        Assert.That((again.MessageId, again.Chat.Id), Is.EqualTo((7L, 5L)),
            "it returns what Telegram answered the first time");
    }

    [Test]
    public async Task What_was_said_is_known_to_another_process_too()
    {
        _telegram.Answers(Sent(7));
        await _update.Fails(() => _bot.SendMessage(5, "one"));
        _update.Reopen();

        await _update.Next(async () => Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.EqualTo(7)));

        Assert.That(Texts(), Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task Equal_calls_are_told_apart_though_the_first_is_stored_by_then()
    {
        _telegram.Answers(Sent(7)).Answers(Sent(8)).Answers(Sent(9));
        await _update.Fails(async () =>
        {
            await _bot.SendMessage(5, "na");
            Assert.That(_update.Said.Save().IsEmpty, Is.False, "an engine writes it while the attempt goes on");
            await _bot.SendMessage(5, "na");
            await _bot.SendMessage(5, "no");
        });
        Assert.That(_update.Said.ToList().Select(call => call.Occurrence), Is.EqualTo(new[] { 1, 2, 1 }));
    }

    [Test]
    public async Task Equal_calls_of_one_attempt_are_as_many_as_they_are()
    {
        _telegram.Answers(Sent(7)).Answers(Sent(8)).Answers(Sent(9));
        await _update.Fails(async () =>
        {
            await _bot.SendMessage(5, "na");
            await _bot.SendMessage(5, "na");
        });

        var ids = new List<long>();
        await _update.Next(async () =>
        {
            for (var i = 0; i < 3; i++) ids.Add((await _bot.SendMessage(5, "na")).MessageId);
        });

        Assert.That(ids, Is.EqualTo(new[] { 7L, 8, 9 }));
        Assert.That(_telegram.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Equal_calls_made_at_once_are_each_made_once()
    {
        for (var id = 1; id <= 4; id++) _telegram.Answers(Sent(id));
        await _update.Fails(
            () => Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _bot.SendMessage(5, "na")))));

        Message[] all = [];
        await _update.Next(async () => all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _bot.SendMessage(5, "na")))));

        Assert.That(all.Select(message => message.MessageId), Is.EquivalentTo(new[] { 1L, 2, 3, 4 }));
        Assert.That(_telegram.Received, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_call_that_failed_is_made_again_and_gives_its_number_back()
    {
        _telegram.AnswersError(400, "Bad Request: chat not found").Answers(Sent(8));
        await _update.Fails(async () =>
        {
            Assert.That(async () => await _bot.SendMessage(5, "one"), Throws.TypeOf<ApiRequestException>());
            await _bot.SendMessage(5, "one");
        });

        await _update.Next(async () => Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.EqualTo(8), "the second try of the first attempt was the first that went through"));

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [TestCase("getChat")]
    [TestCase("getUpdates")]
    [TestCase("sendChatAction")]
    [TestCase("sendMessageDraft")]
    [TestCase("setWebhook")]
    [TestCase("deleteWebhook")]
    [TestCase("logOut")]
    [TestCase("close")]
    public Task What_changes_nothing_that_lasts_is_made_again(string method) => Makes(method, times: 2);

    [TestCase("editMessageText")]
    [TestCase("answerCallbackQuery")]
    [TestCase("answerPreCheckoutQuery")]
    [TestCase("banChatMember")]
    [TestCase("closeForumTopic")]
    [TestCase("getawayOfTheFuture")]
    [TestCase("aMethodOfTheFuture")]
    public Task What_changes_something_is_not_made_again(string method) => Makes(method, times: 1);

    [Test]
    public async Task A_call_whose_outcome_is_unknown_is_made_again()
    {
        _telegram.BreaksAfterReading(new HttpRequestException("the line is cut")).Answers(Sent(8));
        await Breaks(() => _bot.SendMessage(5, "one"));

        await _update.Next(async () => Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.EqualTo(8)));
    }

    [Test]
    public async Task Unknown_may_count_as_done_and_then_has_an_empty_result()
    {
        using var update = new AttemptsOnOneUpdate(new DeliveryOptions { UnknownCountsAsDone = true });
        for (var i = 0; i < 5; i++) _telegram.BreaksAfterReading(new HttpRequestException("the line is cut"));
        async Task All(Func<Func<Task>, Task> each)
        {
            await each(async () => Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.Zero));
            await each(async () => Assert.That(await _bot.DeleteMessage(5, 1), Is.True));
            await each(async () => Assert.That(await _bot.SendMediaGroup(5, [new InputMediaPhoto { Media = InputFile.FromFileId("a") }]), Is.Empty));
            await each(async () => Assert.That(await _bot.ExportChatInviteLink(5), Is.Empty));
            await each(async () => Assert.That((await _bot.EditMessageText(5, 1, "two")).Message, Is.Null));
        }

        await update.Next(
            () => All(async call => await Assert.ThatAsync(() => call(), Throws.TypeOf<BotApiConnectionException>())));
        await update.Next(() => All(call => call()));

        Assert.That(_telegram.Received, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task What_never_left_is_made_again_also_where_unknown_counts_as_done()
    {
        using var update = new AttemptsOnOneUpdate(new DeliveryOptions { UnknownCountsAsDone = true });
        _telegram.BreaksBeforeReading(new HttpRequestException("refused")).Answers(Sent(8));
        await update.Next(async () => await Assert.ThatAsync(() => _bot.SendMessage(5, "one"), Throws.TypeOf<BotApiConnectionException>()));

        await update.Next(async () => Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.EqualTo(8)));
    }

    [Test]
    public async Task What_was_executed_and_could_not_be_read_is_not_made_again()
    {
        _telegram.Answers("""{"ok":true,"result":{"message_id":"new shape"}}""");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await _update.Next(async () =>
            {
                var error = await Assert.ThrowsAsync<BotApiResponseException>(() => _bot.SendMessage(5, "one"));
                Assert.That((error!.WasExecuted, error.StatusCode), Is.EqualTo((true, HttpStatusCode.OK)));
            });
        }

        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_bots_calls_are_none_of_this_updates_business()
    {
        using var other = new TelegramBot(
            "42:AAanother-planted-token_of-the-tests_0123", new TelegramBotOptions { HttpClient = _telegram.Client });
        _telegram.Answers(Sent(1)).Answers(Sent(2)).Answers(Sent(3));
        await _update.Fails(async () =>
        {
            await other.SendMessage(5, "one");
            await _bot.SendMessage(5, "one");
        });

        await _update.Next(async () =>
        {
            await other.SendMessage(5, "one");
            await _bot.SendMessage(5, "one");
        });

        Assert.That(_telegram.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Where_the_bot_is_not_known_each_bots_calls_are_noted_apart()
    {
        using var update = new AttemptsOnOneUpdate(botId: null);
        using var other = new TelegramBot(
            "42:AAanother-planted-token_of-the-tests_0123", new TelegramBotOptions { HttpClient = _telegram.Client });
        _telegram.Answers(Sent(1)).Answers(Sent(2));
        await update.Fails(() => other.SendMessage(5, "one"));

        await update.Next(async () =>
        {
            Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.EqualTo(2));
            Assert.That((await other.SendMessage(5, "one")).MessageId, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Another_object_of_the_same_bot_is_the_same_bot()
    {
        using var same = _telegram.Bot();
        _telegram.Answers(Sent(7));
        await _update.Fails(() => _bot.SendMessage(5, "one"));

        await _update.Next(async () => Assert.That((await same.SendMessage(5, "one")).MessageId, Is.EqualTo(7)));
    }

    [Test]
    public async Task A_call_outside_of_a_handler_is_always_made()
    {
        _telegram.Answers(Sent(1)).Answers(Sent(2)).Answers(Sent(3));
        await _bot.SendMessage(5, "one");
        await _update.Next(() => _bot.SendMessage(5, "one"));
        await _bot.SendMessage(5, "one");

        Assert.That(_telegram.Received, Has.Count.EqualTo(3));
        Assert.That(_update.Said.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task What_a_handler_left_running_is_no_longer_of_the_attempt()
    {
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task left = Task.CompletedTask;
        _telegram.Answers(Sent(1)).Answers(Sent(2));
        await _update.Next(() =>
        {
            left = Task.Run(async () =>
            {
                await returned.Task;
                Assert.That(UpdateAttempt.Current, Is.Null);
                await _bot.SendMessage(5, "one");
            });
            return Task.CompletedTask;
        });
        returned.SetResult();
        await left;
        Assert.That(_update.Said.Count, Is.Zero);

        await _update.Next(() => _bot.SendMessage(5, "one"));

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Within_Repeat_calls_are_made_again()
    {
        for (var id = 1; id <= 3; id++) _telegram.Answers(Sent(id));
        async Task Handler()
        {
            await _bot.SendMessage(5, "once");
            using (UpdateAttempt.Repeat()) await _bot.SendMessage(5, "each time");
            await _bot.SendMessage(5, "once", disableNotification: true);
        }

        _telegram.Answers(Sent(4));
        await _update.Fails(Handler);
        await _update.Next(Handler);

        Assert.That(Texts(), Is.EqualTo(new[] { "once", "each time", "once", "each time" }));
    }

    [Test]
    public async Task Repeat_outside_of_a_handler_does_nothing()
    {
        _telegram.Answers(Sent(1));
        using (UpdateAttempt.Repeat()) await _bot.SendMessage(5, "one");
        Assert.That(UpdateAttempt.Current, Is.Null);
    }

    [Test]
    public async Task Turned_off_every_attempt_says_everything()
    {
        using var update = new AttemptsOnOneUpdate(new DeliveryOptions { SayOnce = false });
        _telegram.Answers(Sent(1)).Answers(Sent(2));
        await update.Fails(() => _bot.SendMessage(5, "one"));

        await update.Next(async () => Assert.That((await _bot.SendMessage(5, "one")).MessageId, Is.EqualTo(2)));
    }

    [Test]
    public async Task Beyond_what_notes_can_hold_calls_are_made_again_and_the_log_says_so_once()
    {
        using var log = new RecordingLoggers();
        using var update = new AttemptsOnOneUpdate(loggers: log);
        const int beyond = 3;
        for (var id = 1; id <= Telegram.Webhooks.Runtime.Inbox.SaidCalls.MaxCalls + (2 * beyond); id++)
            _telegram.Answers(Sent(id));
        async Task Handler()
        {
            for (var i = 0; i < Telegram.Webhooks.Runtime.Inbox.SaidCalls.MaxCalls + beyond; i++)
                await _bot.SendMessage(5, $"{i}");
        }

        await update.Fails(Handler);
        Assert.That(log.Lines, Has.One.StartsWith(
            "Warning 4031 Update 77, attempt 1: calls and steps that are not noted: 3."));
        await update.Next(Handler);

        Assert.That(Texts().Count(), Is.EqualTo(Telegram.Webhooks.Runtime.Inbox.SaidCalls.MaxCalls + (2 * beyond)));
        Assert.That(log.Lines, Has.One.StartsWith(
            "Information 4030 Update 77, attempt 2: calls and steps of earlier attempts that were not made again: 256."));
    }

    [Test]
    public async Task One_call_that_was_not_made_again_is_logged()
    {
        using var log = new RecordingLoggers();
        using var update = new AttemptsOnOneUpdate(loggers: log);
        _telegram.Answers(Sent(1));
        Task Handler() => _bot.SendMessage(5, "once");

        await update.Fails(Handler);
        Assert.That(log.Lines, Has.None.StartsWith("Information 4030"));
        await update.Next(Handler);

        Assert.That(log.Lines, Has.One.StartsWith(
            "Information 4030 Update 77, attempt 2: calls and steps of earlier attempts that were not made again: 1."));
    }

    private static string Sent(int id) => $$"""{"ok":true,"result":{"message_id":{{id}},"date":1,"chat":{"id":5,"type":"private"} } }""";

    private IEnumerable<string?> Texts() => _telegram.Received.Select(request =>
        System.Text.Json.Nodes.JsonNode.Parse(request.Text)!["text"]?.GetValue<string>());

    private async Task Makes(string method, int times)
    {
        for (var i = 0; i < times; i++) _telegram.Answers("""{"ok":true,"result":true}""");
        var request = new TestRequest(method, ("chat_id", 5));
        await _update.Fails(() => _bot.Execute(request));
        await _update.Next(async () => Assert.That(await _bot.Execute(request), Is.EqualTo("true")));

        Assert.That(_telegram.Received, Has.Count.EqualTo(times));
    }

    private async Task Breaks(Func<Task> call) =>
        await _update.Next(
            async () => await Assert.ThatAsync(() => call(), Throws.TypeOf<BotApiConnectionException>()));
}
