namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>What options may say: each bound itself, and what lies just beyond it.</summary>
public sealed class DeliveryOptionsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static IEnumerable<TestCaseData> Options()
    {
        yield return Case("MaxConcurrency", new() { MaxConcurrency = 1 }, new() { MaxConcurrency = 10_000 }, new() { MaxConcurrency = 0 }, new() { MaxConcurrency = 10_001 });
        yield return Case("MaxAttempts", new() { MaxAttempts = 1 }, new() { MaxAttempts = int.MaxValue }, new() { MaxAttempts = 0 }, new() { MaxAttempts = -1 });
        yield return Case("InitialBackoff", new() { InitialBackoff = default }, new() { InitialBackoff = Second }, new() { InitialBackoff = -Tick }, new() { InitialBackoff = -Day });
        yield return Case(
            "MaxBackoff",
            new() { InitialBackoff = Second, MaxBackoff = Second }, new() { MaxBackoff = Day },
            new() { InitialBackoff = Second, MaxBackoff = Second - Tick }, new() { MaxBackoff = Day + Tick });
        yield return Case("MaxRetryAfter", new() { MaxRetryAfter = default }, new() { MaxRetryAfter = Day }, new() { MaxRetryAfter = -Tick }, new() { MaxRetryAfter = Day + Tick });
        yield return Case("WarnAfter", new() { WarnAfter = Second }, new() { WarnAfter = Day }, new() { WarnAfter = Second - Tick }, new() { WarnAfter = Day + Tick });
        yield return Case("HandlerTimeout", new() { HandlerTimeout = Second }, new() { HandlerTimeout = Day }, new() { HandlerTimeout = Second - Tick }, new() { HandlerTimeout = Day + Tick });
    }

    [TestCaseSource(nameof(Options))]
    public void Each_bound_is_allowed_and_what_lies_beyond_it_refused_by_name(
        string name, DeliveryOptions[] allowed, DeliveryOptions[] refused)
    {
        foreach (var options in allowed) Assert.That(DeliveryOptions.Problems(options, Second, default), Is.Empty);
        foreach (var options in refused)
            Assert.That(DeliveryOptions.Problems(options, Second, default).Single(), Does.StartWith(name));
    }

    [Test]
    public void Never_is_allowed_for_what_may_be_left_out() =>
        Assert.That(DeliveryOptions.Problems(new() { WarnAfter = null, HandlerTimeout = null }, mediaGroupsDebounce: null, default), Is.Empty);

    [Test]
    public void A_debounce_and_the_time_of_a_shutdown_have_bounds_too()
    {
        Assert.That(Problems(Tick, default), Is.Empty);
        Assert.That(Problems(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), Is.Empty);
        Assert.That(Problems(TimeSpan.Zero, default).Single(), Does.StartWith("MediaGroupsDebounce"));
        Assert.That(Problems(TimeSpan.FromMinutes(1) + Tick, default).Single(), Does.StartWith("MediaGroupsDebounce"));
        Assert.That(Problems(Second, -Tick).Single(), Does.StartWith("ShutdownTimeout"));
        Assert.That(Problems(Second, TimeSpan.FromHours(1) + Tick).Single(), Does.StartWith("ShutdownTimeout"));

        static IEnumerable<string> Problems(TimeSpan debounce, TimeSpan shutdown) => DeliveryOptions.Problems(
            new(), debounce, shutdown);
    }

    [Test]
    public void What_is_missing_is_named_and_not_run_into()
    {
        Assert.That(DeliveryOptions.Problems(null, Second, default).Single(), Does.StartWith("Delivery is null"));
        Assert.That(DeliveryOptions.Problems(new() { Lanes = null! }, Second, default).Single(),
            Does.StartWith("Lanes is null"));
    }

    [Test]
    public void An_inbox_cut_a_wait_that_the_options_allow()
    {
        Assert.That(new DeliveryOptions().LongestWait, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(new DeliveryOptions { MaxBackoff = TimeSpan.FromHours(2) }.LongestWait,
            Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(new DeliveryOptions { MaxRetryAfter = TimeSpan.FromHours(3) }.LongestWait,
            Is.EqualTo(TimeSpan.FromHours(3)));
        Assert.That(new DeliveryOptions { OnFailure = _ => FailureAction.Bury }.LongestWait, Is.EqualTo(Day));
    }

    private static TestCaseData Case(
        string name, DeliveryOptions least, DeliveryOptions most, DeliveryOptions below, DeliveryOptions above) =>
        new TestCaseData(name, new[] { least, most }, new[] { below, above }).SetArgDisplayNames(name);
}
