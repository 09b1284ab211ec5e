using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>A sandbox with a clock that only the test moves, and a caller for its Bot API.</summary>
internal abstract class SandboxTest
{
    private const double IdleSeconds = 60;

    private static readonly HttpClient Elsewhere = new();

    protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(10);

    protected FakeTimeProvider Time { get; private set; } = null!;

    protected TelegramSandbox Telegram { get; private set; } = null!;

    protected BotCaller Bot { get; private set; } = null!;

    [SetUp]
    public async Task StartSandbox()
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
        Telegram = await TelegramSandbox.Start(Options());
        Bot = new BotCaller(Telegram);
    }

    [TearDown]
    public async Task StopSandbox()
    {
        Bot.Dispose();
        await Telegram.DisposeAsync();
    }

    protected virtual TelegramSandboxOptions Options() => new() { TimeProvider = Time, Random = new Random(7), CloudRules = CloudRules };

    protected virtual bool CloudRules => false;

    protected static JsonObject Json(string text) => JsonNode.Parse(text.Replace('\'', '"'))!.AsObject();

    /// <summary>Moves the clock once the sender has noted this many attempts: only then does its timer run.</summary>
    protected async Task<IReadOnlyList<SandboxDelivery>> AfterAttempts(int count, double seconds)
    {
        var deliveries = await Telegram.Deliveries(count);
        await Settle();
        // An idle connection closes after a minute. On a longer jump that must not come together with the next attempt.
        if (seconds > IdleSeconds)
        {
            Time.Advance(TimeSpan.FromSeconds(IdleSeconds));
            await Settle();
            seconds -= IdleSeconds;
        }

        Time.Advance(TimeSpan.FromSeconds(seconds));
        return deliveries;
    }

    /// <summary>Lets everything that is ready to run do so: the sender's loop is reached through the same thread pool.</summary>
    protected async Task Settle()
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
            // A page that is not there: a round trip that the wire log does not remember, for it holds 500 entries.
            using var answer = await Elsewhere.GetAsync(Telegram.PageUrl + "nothing-here");
        }
    }
}
