using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>A sandbox with a clock that only the test moves, and a caller for its Bot API.</summary>
internal abstract class SandboxTest
{
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
}
