using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>All that an inbox promises, behind a pooler that gives a connection out for a transaction only.</summary>
public sealed class PgBouncerInboxTests : InboxCompliance
{
    private PgBouncer? _pooler;
    private long _bot;

    protected override bool IsDurable => true;

    [OneTimeSetUp]
    public async Task StartPooler() => _pooler = await PgBouncer.Start(await PostgresRun.ConnectionString());

    [OneTimeTearDown]
    public void EndPooler() => _pooler?.Dispose();

    [TearDown]
    public void StartAnew() => _bot = 0;

    [Test]
    public async Task Two_behind_the_pooler_find_what_the_other_leaves()
    {
        await using var one = await Open(new InboxContext { Name = "one" });
        await using var other = await Open(new InboxContext { Name = "other" });
        await one.Append([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 1)]);
        var claim = await Openers.Claim(one);
        await one.StopClaiming();
        await one.Complete(claim);
        Assert.That((await Openers.Claim(other)).Ids(), Is.EqualTo(new[] { 2L }));
        await using var duty = await other.TakeDuty("polling");
        Assert.That(duty.Lost.IsCancellationRequested, Is.False);
    }

    protected override ValueTask<IUpdateInbox> Open(InboxContext context)
    {
        if (_bot == 0) _bot = PostgresRun.NewBot();
        return UpdateInbox.PostgreSql(_pooler!.ConnectionString,
            new PostgreSqlInboxOptions { TransactionPooling = true }).Open(context with { BotId = _bot });
    }
}
