using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>How long a failed update still waits, whatever was asked for and whatever the clock says.</summary>
public sealed class RetryWaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestCase(-5, 0)]
    [TestCase(0, 0)]
    [TestCase(5, 5)]
    [TestCase(10, 10)]
    [TestCase(11, 10)]
    public void A_wait_is_between_nothing_and_the_longest(int asked, int kept) =>
        Assert.That(RetryWait.Clamp(TimeSpan.FromSeconds(asked), TimeSpan.FromSeconds(10)),
            Is.EqualTo(TimeSpan.FromSeconds(kept)));

    [TestCase(null, null, 0, TestName = "Nothing was written down")]
    [TestCase(4, 8, 4, TestName = "Half of it is over")]
    [TestCase(-4, 8, 0, TestName = "It was over while the process was off")]
    [TestCase(100, 8, 8, TestName = "The clock was ahead when it was written")]
    [TestCase(100, null, 10, TestName = "A file of an earlier version does not tell what was asked for")]
    [TestCase(100, 50, 10, TestName = "More was asked for than is allowed now")]
    public void What_is_left_of_a_wait(int? dueIn, int? asked, int left) =>
        Assert.That(
            RetryWait.Left(dueIn is { } due ? Now.AddSeconds(due) : null, asked is { } wait ? TimeSpan.FromSeconds(wait) : null, Now, TimeSpan.FromSeconds(10)),
            Is.EqualTo(TimeSpan.FromSeconds(left)));
}
