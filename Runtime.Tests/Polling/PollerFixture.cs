using System.Text.Json.Nodes;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>A Telegram that answers <c>getUpdates</c> as told, and a clock that the test moves.</summary>
internal abstract class PollerFixture : IDisposable
{
    protected static readonly TimeSpan Patience = RealTime.Patience;

    // No wait of polling is longer; the timers of other things are, or are not set.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    protected PollerFixture()
    {
        Telegram.AlwaysAnswers("getMe", """{"ok":true,"result":{"id":123456789,"is_bot":true,"first_name":"Echo","username":"echo_bot"}}""");
        Telegram.AlwaysAnswers("getWebhookInfo", """{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}""");
        Bot = Telegram.Bot();
    }

    protected MockTelegram Telegram { get; } = new();

    protected RecordingLoggers Loggers { get; } = new();

    protected TestClock Time { get; } = new();

    protected TelegramBot Bot { get; }

    protected LongPollingOptions Options =>
        new() { DeleteWebhook = false, TimeProvider = Time, Inbox = UpdateInbox.InMemory(), LoggerFactory = Loggers };

    public void Dispose()
    {
        Bot.Dispose();
        Telegram.Dispose();
    }

    protected static string Updates(params string[] updates) => $$"""{"ok":true,"result":[{{string.Join(',', updates)}}]}""";

    protected static string Text(long id) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":77,"type":"private"},"text":"hi"}}""";

    protected static string Part(long id) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":77,"type":"private"},"media_group_id":"g"}}""";

    /// <summary>Awaits the next pause between two requests, lets it pass, and returns its length.</summary>
    protected async Task<TimeSpan> PassPause()
    {
        TimeSpan pause;
        do
        {
            pause = await Time.NextWait();
        }
        while (pause <= TimeSpan.Zero || pause > LongestPause);
        Time.Advance(pause);
        return pause;
    }

    /// <summary>The offsets that were asked for, in order.</summary>
    protected IEnumerable<long?> Offsets() =>
        Telegram.Received.Select(request => (long?)JsonNode.Parse(request.Text)!["offset"]);

    protected static async Task<T> Next<T>(Channel<T> channel) =>
        await channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
