using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

public sealed class AttemptTimerTests
{
    [Test]
    public async Task An_attempt_that_is_over_is_not_held_by_a_token_that_lives_on()
    {
        using var program = new CancellationTokenSource();
        var timer = new AttemptTimer(TimeSpan.FromSeconds(1), new FakeTimeProvider(), program.Token);
        var attempt = timer.Token;

        timer.Dispose();
        await program.CancelAsync();

        Assert.That(attempt.IsCancellationRequested, Is.False);
    }
}
