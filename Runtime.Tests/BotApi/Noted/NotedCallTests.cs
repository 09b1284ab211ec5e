using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Noted;

/// <summary>
/// What a call reports to the notes of an attempt, so that it is not made again when an update is handled again.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NotedCallTests : IDisposable
{
    private readonly MockTelegram _telegram = new();
    private readonly Notes _notes = new();

    public void Dispose() => _telegram.Dispose();

    [TestCase("sendMessage", true)]
    [TestCase("deleteMessage", true)]
    [TestCase("get", true)]
    [TestCase("getaway", true)]
    [TestCase("forgetMe", true)]
    [TestCase("getMe", false)]
    [TestCase("getChatMember", false)]
    [TestCase("sendChatAction", false)]
    [TestCase("sendMessageDraft", false)]
    [TestCase("sendRichMessageDraft", false)]
    [TestCase("setWebhook", false)]
    [TestCase("deleteWebhook", false)]
    [TestCase("logOut", false)]
    [TestCase("close", false)]
    [TestCase("closeForumTopic", true)]
    public async Task What_changes_something_for_somebody_is_noted_and_what_reads_or_fades_is_not(
        string method, bool isNoted)
    {
        _telegram.Answers("""{"ok":true,"result":7}""");
        using var bot = Bot();

        await bot.Execute(new TestRequest(method));

        Assert.That(_notes.Said, Is.EqualTo(isNoted ? ["taken " + method, "succeeded 7"] : Array.Empty<string>()));
    }

    [Test]
    public async Task A_call_of_another_bot_was_taken_for_one_of_this_bot()
    {
        _telegram.Answers("""{"ok":true,"result":7}""");
        _notes.Bot = MockTelegram.BotId + 1;
        using var bot = Bot();

        await bot.Execute(new TestRequest("sendMessage"));

        Assert.That(_notes.Said, Is.Empty);
    }

    [Test]
    public async Task A_call_that_was_made_before_gives_its_result_and_sends_nothing()
    {
        _notes.Known = """{"message_id":7}""";
        using var bot = Bot();

        Assert.That((await bot.SendMessage(1, "hi")).MessageId, Is.EqualTo(7));

        Assert.That(_telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_call_whose_result_never_came_gives_one_that_is_empty()
    {
        _notes.Known = "";
        using var bot = Bot();

        Assert.That((await bot.SendMessage(1, "hi")).MessageId, Is.Zero);
        Assert.That(await bot.DeleteMessage(1, 7), Is.True);
        Assert.That(await bot.SendMediaGroup(1, []), Is.Empty);
        Assert.That(await bot.ExportChatInviteLink(1), Is.Empty);

        Assert.That(_telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_result_that_nothing_can_stand_for_says_that_the_call_was_executed()
    {
        _notes.Known = "";
        using var bot = Bot();

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new Picky())))!;

        Assert.That(error.WasExecuted, Is.True);
        Assert.That(error.Message, Does.Contain("sendMessage counts as executed"));
    }

    [Test]
    public async Task A_refused_call_was_not_executed()
    {
        _telegram.AnswersError(400, "no");
        using var bot = Bot();

        await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage")));

        Assert.That(_notes.Said[^1], Is.EqualTo("failed, executed: False"));
    }

    [Test]
    public async Task A_call_that_broke_off_after_it_left_may_have_been_executed()
    {
        _telegram.BreaksAfterReading(new IOException("reset"));
        using var bot = Bot();

        await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage")));

        Assert.That(_notes.Said[^1], Is.EqualTo("failed, executed: True"));
    }

    [Test]
    public async Task A_call_that_never_left_was_not_executed()
    {
        _telegram.BreaksBeforeReading(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        using var bot = Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage")));

        Assert.That(_notes.Said[^1], Is.EqualTo("failed, executed: False"));
    }

    [Test]
    public async Task A_call_that_was_answered_with_a_page_may_have_been_executed()
    {
        _telegram.Answers("<html>", contentType: "text/html");
        using var bot = Bot();

        await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("sendMessage")));

        Assert.That(_notes.Said[^1], Is.EqualTo("failed, executed: True"));
    }

    [Test]
    public async Task A_call_that_is_cancelled_after_it_left_may_have_been_executed()
    {
        _telegram.Hangs();
        using var bot = Bot();
        using var caller = new CancellationTokenSource();

        var call = bot.Execute(new TestRequest("sendMessage"), caller.Token);
        await _telegram.HasReceived(1);
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => call);

        Assert.That(_notes.Said[^1], Is.EqualTo("failed, executed: True"));
    }

    [Test]
    public async Task A_call_that_is_cancelled_before_it_left_was_not_executed()
    {
        using var bot = Bot();

        await Assert.CatchAsync<OperationCanceledException>(
            () => bot.Execute(new TestRequest("sendMessage"), new CancellationToken(canceled: true)));

        Assert.That(_notes.Said[^1], Is.EqualTo("failed, executed: False"));
    }

    [Test]
    public async Task An_upload_is_noted_by_its_content()
    {
        _telegram.Answers("""{"ok":true,"result":7}""").Answers("""{"ok":true,"result":7}""").Answers("""{"ok":true,"result":7}""");
        using var bot = Bot();

        await bot.Execute(new TestRequest("sendPhoto", ("photo", "cat"u8.ToArray().ToInputFile("a.jpg"))));
        await bot.Execute(new TestRequest("sendPhoto", ("photo", "cat"u8.ToArray().ToInputFile("a.jpg"))));
        await bot.Execute(new TestRequest("sendPhoto", ("photo", "dog"u8.ToArray().ToInputFile("a.jpg"))));

        Assert.That(_notes.Keys[0].IsSameAs(_notes.Keys[1]), Is.True);
        Assert.That(_notes.Keys[0].IsSameAs(_notes.Keys[2]), Is.False);
    }

    /// <summary>What it calls in this test is noted.</summary>
    private TelegramBot Bot(Func<TelegramBotOptions, TelegramBotOptions>? configure = null)
    {
        CallNotes.Current = _notes;
        return _telegram.Bot(configure);
    }

    private sealed class Picky : Request<int>
    {
        public override string MethodName => "sendMessage";

        internal override void WriteTo(System.Text.Json.Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }

        internal override int ReadResult(ref System.Text.Json.Utf8JsonReader reader) =>
            throw new System.Text.Json.JsonException("never");
    }

    private sealed class Notes : CallNotes
    {
        public long Bot { get; set; } = MockTelegram.BotId;

        public string? Known { get; set; }

        public List<string> Said { get; } = [];

        public List<CallKey> Keys { get; } = [];

        protected override bool Covers(long botId) => botId == Bot;

        protected override CallNote Take(string methodName, CallKey key)
        {
            Said.Add("taken " + methodName);
            Keys.Add(key);
            return new Note(this);
        }
    }

    private sealed class Note(Notes notes) : CallNote
    {
        public override ReadOnlyMemory<byte>? Result =>
            notes.Known is { } known ? Encoding.UTF8.GetBytes(known) : (ReadOnlyMemory<byte>?)null;

        public override void Succeeded(ReadOnlySpan<byte> result) =>
            notes.Said.Add("succeeded " + Encoding.UTF8.GetString(result));

        public override void Failed(bool mayHaveBeenExecuted) =>
            notes.Said.Add($"failed, executed: {mayHaveBeenExecuted}");
    }
}
