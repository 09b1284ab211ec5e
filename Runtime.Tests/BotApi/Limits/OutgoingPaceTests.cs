using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.BotApi.Limits;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>Calls that wait for their turn, and what becomes of it.</summary>
public sealed class OutgoingPaceTests
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task A_call_that_is_given_up_while_it_waits_leaves_its_turn_to_the_next()
    {
        var pace = new OutgoingPace(TelegramLimits.Default, LongestPause, _time);
        using var given = new CancellationTokenSource();
        (await pace.Enter("1", CancellationToken.None)).Dispose();
        var second = pace.Enter("1", given.Token);
        var third = pace.Enter("1", CancellationToken.None);

        await given.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => second);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await third.WaitAsync(RealTime.Patience)).Dispose();
    }

    [TestCase(30_000, true)]
    [TestCase(30_001, false)]
    public async Task What_Telegram_asks_for_holds_others_up_for_half_a_minute_at_most(int retryAfter, bool isHeldUp)
    {
        var pace = new OutgoingPace(TelegramLimits.Default, LongestPause, _time);
        using (var refused = await pace.Enter("1", CancellationToken.None))
            refused.Refused(TimeSpan.FromMilliseconds(retryAfter));

        _time.Advance(TimeSpan.FromSeconds(2));
        var next = pace.Enter("1", CancellationToken.None);

        Assert.That(next.IsCompleted, Is.EqualTo(!isHeldUp));
        _time.Advance(TimeSpan.FromSeconds(30));
        (await next.WaitAsync(RealTime.Patience)).Dispose();
    }
}
