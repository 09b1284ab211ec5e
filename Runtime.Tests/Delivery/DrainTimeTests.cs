using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>How a stop divides the time that it has.</summary>
public sealed class DrainTimeTests
{
    [TestCase(30, 30, 26, 2, TestName = "What is wanted and what the host allows are the same: the end of it is for what comes after")]
    [TestCase(10, 30, 10, 2, TestName = "Less is wanted than the host allows")]
    [TestCase(30, 12, 8, 2, TestName = "A sixth is two seconds")]
    [TestCase(30, 13, 9, 2, TestName = "A little more than two seconds for a sixth")]
    [TestCase(30, 6, 4, 1, TestName = "A short limit: a sixth for handlers to react")]
    [TestCase(30, 0, 0, 0, TestName = "No time at all")]
    public void A_hosts_limit_holds_for_handlers_and_for_what_is_closed_after_them(
        int wanted, int limit, int patience, int grace) =>
        Assert.That(
            DrainTime.Within(TimeSpan.FromSeconds(wanted), TimeSpan.FromSeconds(limit)),
            Is.EqualTo(new DrainTime(TimeSpan.FromSeconds(patience), TimeSpan.FromSeconds(grace))));

    [Test]
    public void Without_a_limit_handlers_have_what_is_wanted_and_two_seconds_to_react() =>
        Assert.That(
            DrainTime.Within(TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan),
            Is.EqualTo(new DrainTime(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2))));

    [TestCase(0, 10)]
    [TestCase(3, 7)]
    [TestCase(10, 0)]
    [TestCase(11, 0)]
    public void What_emptying_an_inbox_took_is_taken_off_the_patience(int used, int left) =>
        Assert.That(((DrainTime)TimeSpan.FromSeconds(10)).Less(TimeSpan.FromSeconds(used)).Patience,
            Is.EqualTo(TimeSpan.FromSeconds(left)));
}
