using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

internal sealed class RetentionTurnTests
{
    [Test]
    public async Task Every_instance_forgot_what_one_can_forget_for_all()
    {
        await using var openers = new Openers(await PostgresRun.ConnectionString());
        var (ones, others) = (new TestClock(), new TestClock());
        var one = await openers.Open(change: context => context with { TimeProvider = ones });
        await Settled(one);
        var other = await openers.Open(change: context => context with { TimeProvider = others });
        await Settled(other);
        await one.Append(TestUpdates.Undecodable(1));

        others.Advance(TimeSpan.FromDays(31));
        await Settled(other);
        Assert.That((await other.Status()).Dead, Is.EqualTo(1), "the first to come does it");

        ones.Advance(TimeSpan.FromDays(31));
        await Settled(one);
        Assert.That((await other.Status()).Dead, Is.Zero);

        // And when it is gone, the next that looks.
        await other.Append(TestUpdates.Undecodable(2));
        await one.DisposeAsync();
        others.Advance(TimeSpan.FromDays(31));
        await Settled(other);
        Assert.That((await other.Status()).Dead, Is.Zero);
    }

    // A purge waits for what is being forgotten.
    private static ValueTask<int> Settled(IUpdateInbox inbox) => inbox.Purge(-1);
}
