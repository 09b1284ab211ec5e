using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Failures;

/// <summary>How long an update waits after each failure.</summary>
public sealed class BackoffTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestCase(1, 0.5, 1)]
    [TestCase(2, 1, 2)]
    [TestCase(6, 16, 32)]
    [TestCase(7, 30, 60, Description = "MaxBackoff")]
    [TestCase(5000, 30, 60)]
    [TestCase(int.MaxValue, 30, 60)]
    public void The_wait_doubles_up_to_the_limit_and_half_of_it_is_random(int attempt, double least, double most)
    {
        Assert.That(After(0, attempt), Is.EqualTo(TimeSpan.FromSeconds(least)));
        Assert.That(After(0.5, attempt), Is.EqualTo(TimeSpan.FromSeconds((least + most) / 2)));
        Assert.That(After(1 - 1e-9, attempt), Is.EqualTo(TimeSpan.FromSeconds(most)));
    }

    [Test]
    public void A_wait_of_part_of_a_millisecond_is_no_wait_to_a_timer_that_counts_whole_ones() =>
        Assert.That(After(0, 1, options: new DeliveryOptions { InitialBackoff = TimeSpan.FromMilliseconds(1) }),
            Is.EqualTo(TimeSpan.FromMilliseconds(1)));

    [Test]
    public void No_backoff_is_no_wait() =>
        Assert.That(After(0.5, 3, options: new DeliveryOptions { InitialBackoff = TimeSpan.Zero, MaxBackoff = TimeSpan.Zero }), Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void What_Telegram_asks_for_is_kept_in_full_where_it_is_longer()
    {
        Assert.That(After(0, 1, askedFor: 35 * Second), Is.EqualTo(35 * Second));
        Assert.That(After(0, 7, askedFor: 3 * Second), Is.EqualTo(30 * Second));
    }

    private static TimeSpan After(
        double random, int attempt, TimeSpan? askedFor = null, DeliveryOptions? options = null) =>
        new Backoff(options ?? new DeliveryOptions(), new Fixed(random)).After(attempt, askedFor);

    private sealed class Fixed(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
