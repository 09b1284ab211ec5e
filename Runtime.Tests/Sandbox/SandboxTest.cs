using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>A sandbox with a clock that only the test moves, and a caller for its Bot API.</summary>
internal abstract class SandboxTest
{
    private const double IdleSeconds = 60;

    private static readonly HttpClient Elsewhere = new();

    /// <summary>
    /// How long a test waits in real time for what should come soon: so long that only something broken does not come.
    /// </summary>
    protected static readonly TimeSpan Guard = RealTime.Patience;

    protected FakeTimeProvider Time { get; private set; } = null!;

    protected TelegramSandbox Telegram { get; private set; } = null!;

    protected BotCaller Bot { get; private set; } = null!;

    [SetUp]
    public async Task StartSandbox()
    {
        Time = Clock(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
        Telegram = await TelegramSandbox.Start(Options());
        Bot = new BotCaller(Telegram);
    }

    [TearDown]
    public async Task StopSandbox()
    {
        Bot.Dispose();
        await Telegram.DisposeAsync();
    }

    protected virtual FakeTimeProvider Clock(DateTimeOffset start) => new(start);

    protected virtual TelegramSandboxOptions Options() =>
        new() { TimeProvider = Time, Random = new Random(7), CloudRules = CloudRules };

    protected virtual bool CloudRules => false;

    protected static JsonObject Json(string text) => JsonNode.Parse(text.Replace('\'', '"'))!.AsObject();

    /// <summary>Moves the clock once the sender has noted this many attempts and waits for the next.</summary>
    protected async Task<IReadOnlyList<SandboxDelivery>> AfterAttempts(int count, double seconds)
    {
        var deliveries = await Telegram.Deliveries(count);
        // An idle connection closes after a minute. On a longer jump that must not come together with the next attempt.
        if (seconds > IdleSeconds)
        {
            await Pass(TimeSpan.FromSeconds(IdleSeconds));
            seconds -= IdleSeconds;
        }

        await Pass(TimeSpan.FromSeconds(seconds));
        return deliveries;
    }

    /// <summary>Lets time pass, once everything in the sandbox has armed its timers.</summary>
    protected async Task Pass(TimeSpan time)
    {
        await Settle();
        Time.Advance(time);
    }

    /// <summary>
    /// Waits until nothing in the sandbox works, and every call that this test has begun is known there.
    /// </summary>
    protected async Task Settle()
    {
        var began = Stopwatch.GetTimestamp();
        while (Bot.Outstanding > Telegram.Parts.Activity.Calls || !Telegram.Parts.Activity.IsAtRest)
        {
            if (Stopwatch.GetElapsedTime(began) > Guard)
                Assert.Fail($"The sandbox did not come to rest: {Bot.Outstanding} calls of the test, {Telegram.Parts.Activity.Calls} in the sandbox; at work: {Telegram.Parts.Activity}.");
            // A round trip lets others run, without being one of the calls itself.
            using var answer = await Elsewhere.GetAsync(Telegram.PageUrl + "nothing-here");
        }
    }
}
