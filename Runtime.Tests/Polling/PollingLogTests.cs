using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>What long polling says in its log.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PollingLogTests : PollerFixture
{
    private const string Done = """{"ok":true,"result":true}""";

    [Test]
    public async Task It_begins_with_who_polls_and_ends_with_why()
    {
        Telegram.Answers(Updates(Text(1))).Hangs();
        var handled = Channel.CreateUnbounded<Update>();
        await using (await Bot.LongPolling(
            (update, _) =>
            {
                handled.Writer.TryWrite(update);
                return default;
            },
            Options))
            await Next(handled);

        Assert.That(Loggers.Lines[0], Does.StartWith("Information 6000 Polling as @echo_bot, bot 123456789"));
        Assert.That(Loggers.Lines[^1], Does.StartWith("Information 6001 Long polling has stopped, as it was told to"));
    }

    [Test]
    public async Task What_ends_it_for_good_is_its_last_line_and_stands_there_once()
    {
        Telegram.AnswersError(401, "Unauthorized");
        var session = await Bot.LongPolling((_, _) => default, Options);

        await session.Completion.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await session.DisposeAsync();

        Assert.That(Loggers.Lines[^1], Does.StartWith("Error 6004 Long polling has ended for good. Telegram does not know the bot's token."));
        Assert.That(Loggers.Lines, Has.None.Contains(" 6003 "));
    }

    [Test]
    public async Task A_polling_whose_stop_faulted_kept_it_to_itself_when_it_was_disposed()
    {
        Telegram.Hangs();
        var session = await Bot.LongPolling((_, _) => default, Options with { Inbox = new UnclosableInbox() });

        await session.DisposeAsync();

        Assert.That(Loggers.Lines, Has.One.Matches<string>(
            line => line!.StartsWith("Error 6003", StringComparison.Ordinal)
                && line.Contains(UnclosableInbox.Fault, StringComparison.Ordinal)));
        await Assert.ThrowsAsync<InboxException>(() => session.Stop());
    }

    [Test]
    public async Task Each_line_has_a_category_that_a_filter_can_name()
    {
        using var log = new CategoryLoggers();
        Telegram.Hangs();

        await using (await Bot.LongPolling((_, _) => default, Options with { LoggerFactory = log }))
            Assert.That(log.Categories, Does.Contain("Telegram.Webhooks.Runtime.Polling").And.Contain("Telegram.Webhooks.Runtime.Delivery"));

        Assert.That(log.Categories, Has.All.StartsWith("Telegram.Webhooks.Runtime"));
    }

    [Test]
    public async Task Without_options_it_starts_with_the_documented_ones()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        // Before anything is written to the disk, which is the default.
        await Assert.CatchAsync<OperationCanceledException>(
            () => Bot.LongPolling((_, _) => default, options: null, cancelled.Token));
    }

    [Test]
    [Platform("Linux", Reason = "Threads have names there.")]
    public async Task A_start_that_failed_left_its_console_behind()
    {
        using var bot = new TelegramBot(MockTelegram.Token, new TelegramBotOptions { HttpClient = Telegram.Client });
        var inbox = UpdateInbox.Sqlite(Path.Combine(typeof(PollingLogTests).Assembly.Location, "inbox.db"));
        var before = ConsoleThreads();

        await Assert.CatchAsync<InboxException>(
            () => bot.LongPolling((_, _) => default, new LongPollingOptions { DeleteWebhook = false, Inbox = inbox }));

        Assert.That(ConsoleThreads(), Is.LessThanOrEqualTo(before));
    }

    /// <summary>How many threads write to the console for somebody.</summary>
    private static int ConsoleThreads() => Directory.EnumerateDirectories("/proc/self/task")
        .Count(thread => File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("Console logger", StringComparison.Ordinal));

    private sealed class CategoryLoggers : ILoggerFactory
    {
        private readonly ConcurrentQueue<string> _categories = new();

        public IReadOnlyCollection<string> Categories => _categories;

        public ILogger CreateLogger(string categoryName)
        {
            _categories.Enqueue(categoryName);
            return NullLogger.Instance;
        }

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }

    [Test]
    public async Task The_webhook_that_it_deletes_was_not_named()
    {
        Telegram.AlwaysAnswers("getWebhookInfo", """
            {"ok":true,"result":{"url":"https://user:pw@bot.example.org:8443/secret/path?x=1","has_custom_certificate":false,"pending_update_count":3,"allowed_updates":["poll"]}}
            """);
        Telegram.Answers(Done).Answers(Updates(Text(1))).Hangs();
        var handled = Channel.CreateUnbounded<Update>();
        await using var session = await Bot.LongPolling(
            (update, _) =>
            {
                handled.Writer.TryWrite(update);
                return default;
            },
            Options with { DeleteWebhook = true });
        await Next(handled);

        Assert.That(Loggers.Lines, Has.One.Contains("A webhook is set at https://bot.example.org:8443, and").And.Contains("Waiting at Telegram: 3"));
        Assert.That(Loggers.Lines, Has.None.Contains("secret").And.None.Contains("pw@"));
        Assert.That(Loggers.Lines, Has.One.Contains("those that an earlier program asked for and no others: poll"));
    }

    [Test]
    public async Task A_flow_and_a_retrieval_and_a_flush_did_not_name_the_webhook_that_they_delete()
    {
        Telegram.AlwaysAnswers("getWebhookInfo", """
            {"ok":true,"result":{"url":"https://bot.example.org:8443/secret","has_custom_certificate":false,"pending_update_count":3}}
            """);
        Telegram.Answers(Done).Answers(Updates(Text(1))).Answers(Done).Answers(Updates()).Answers(Done)
            .Answers(Updates());
        var options = Options with { DeleteWebhook = true };

        await foreach (var _ in Bot.LongPollingFlow(options))
            break;
        await Bot.RetrieveAccumulatedUpdates((_, _) => default, options);
        await Bot.FlushAccumulatedUpdates(options);

        Assert.That(Loggers.Lines, Has.Exactly(3).StartsWith("Warning 6005 A webhook is set at https://bot.example.org:8443, and"));
    }

    [Test]
    public async Task An_earlier_programs_kinds_stayed_without_a_word_where_no_webhook_is_to_be_deleted()
    {
        Telegram.AlwaysAnswers("getWebhookInfo", """
            {"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0,
            "allowed_updates":["inline_query","chat_member"]}}
            """);
        Telegram.Answers(Updates(Text(1))).Answers(Updates()).Hangs();

        await foreach (var _ in Bot.LongPollingFlow(Options))
            break;
        await Bot.RetrieveAccumulatedUpdates((_, _) => default, Options);
        await using (await Bot.LongPolling((_, _) => default, Options))
            await Telegram.HasReceived(3);

        Assert.That(Loggers.Lines.Where(line => line.Contains(" 6006 ", StringComparison.Ordinal)), Has.Exactly(3).Items
            .And.All.Contains("no others: inline_query, chat_member. ")
            .And.All.Contains("by default these never come: message, edited_message,")
            .And.None.Contains("message_reaction"));
    }

    [Test]
    public async Task Without_a_logger_factory_it_said_nothing_at_all()
    {
        Telegram.AnswersError(401, "Unauthorized");
        var console = Console.Out;
        var written = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            var session = await Bot.LongPolling((_, _) => default, Options with { LoggerFactory = null });
            await session.Completion.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await session.DisposeAsync();
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.That(written.ToString(), Does.Contain("Polling as @echo_bot").And.Contain("Long polling has ended for good."));
    }

    [Test]
    public async Task A_failure_of_a_handler_printed_a_page_of_frames()
    {
        Telegram.Answers(Updates(Text(1))).Hangs();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var console = Console.Out;
        var written = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            await using var session = await Bot.LongPolling(
                (_, _) => new ValueTask(Somebodys.SomebodysBot.Handle(new InvalidOperationException("no cake"))),
                Options with { LoggerFactory = null, Delivery = new DeliveryOptions { MaxAttempts = 1 }, OnError = _ => failed.TrySetResult() });
            await failed.Task.WaitAsync(Patience);
        }
        finally
        {
            Console.SetOut(console);
        }

        var lines = written.ToString().Split('\n').Where(line => line.Contains("no cake", StringComparison.Ordinal))
            .ToList();
        Assert.That(lines, Has.Count.EqualTo(1), written.ToString());
        Assert.That(lines[0], Does.Contain("Update 1 failed at attempt 1 and is a dead letter now. The receiver threw InvalidOperationException: no cake").And.Contains("(at SomebodysBot.cs:line"));
        Assert.That(written.ToString(), Does.Not.Contain("   at "));
    }

    [Test]
    public async Task An_update_that_the_inbox_refused_was_offered_to_it_again_and_not_passed()
    {
        Telegram.Answers(Updates(Big(1), Big(2))).Answers(Updates(Text(3))).Hangs();
        var handled = Channel.CreateUnbounded<Update>();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = await Bot.LongPolling(
            async (update, token) =>
            {
                handled.Writer.TryWrite(update);
                await first.Task.WaitAsync(token);
            },
            Options with { Inbox = UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 1024 * 1024 }) });
        await Next(handled);

        // There is room for one of the two, so the second is refused as long as the first is handled.
        await PassPause();
        Assert.That(Telegram.Received, Has.Count.EqualTo(1), "nothing is acknowledged that is not kept");
        first.SetResult();

        var rest = new List<long>();
        while (rest.Count < 2)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            if (handled.Reader.TryRead(out var update))
                rest.Add(update.UpdateId);
            else
                await Task.Yield();
        }

        Assert.That(rest, Is.EqualTo(new[] { 2, 3 }));
    }

    private static string Big(long id) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":77,"type":"private"},"text":"{{{new string('x', 600_000)}}}"}}""";
}
