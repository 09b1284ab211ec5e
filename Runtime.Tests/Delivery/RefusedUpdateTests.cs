using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>
/// Updates that the inbox does not keep: what the source is told, what <c>onError</c> is, and for how long it counts.
/// </summary>
public sealed class RefusedUpdateTests : DeliveryFixture
{
    private ScriptedInbox _inbox = null!;
    private InboxDelivery _delivery = null!;

    [SetUp]
    public void StartOverRefusingInbox()
    {
        _inbox = new ScriptedInbox { Appending = _ => throw new InboxUnavailableException("the disk is full") };
        _delivery = Deliver(_inbox);
    }

    [TearDown]
    public async Task StopIt()
    {
        await _delivery.DisposeAsync();
        await _inbox.DisposeAsync();
    }

    [Test]
    public async Task What_was_not_kept_comes_again_and_is_reported_with_its_number([Values] bool inABatch)
    {
        Assert.That(await Accept(7, inABatch), Is.EqualTo(AcceptOutcome.Unavailable));

        var error = await NextError();
        Assert.That((error.Stage, error.Outcome, error.UpdateId),
            Is.EqualTo((WebhookStage.Storing, WebhookErrorOutcome.SentAgainByTelegram, (long?)7)));
        Assert.That(error.Message, Is.EqualTo("The update was not kept: the disk is full"));
        Assert.That(error.InnerException, Is.TypeOf<InboxUnavailableException>());
        Assert.That(_delivery.Refusal, Is.EqualTo("the disk is full"));
    }

    [Test]
    public async Task A_full_disk_was_reported_for_each_of_thousands_of_updates()
    {
        for (var id = 1; id <= 1020; id++) await Accept(id, inABatch: id % 2 == 0);
        Assert.That((await NextError()).UpdateId, Is.EqualTo(1));
        Time.Advance(TimeSpan.FromSeconds(59.999));
        await Accept(1021);
        Assert.That(Errors.Reader.TryRead(out _), Is.False, "one a minute is enough");

        Time.Advance(TimeSpan.FromSeconds(0.001));
        await Accept(1022);
        await Accept(1023);
        var second = await NextError();
        Assert.That(second.UpdateId, Is.EqualTo(1022));
        Assert.That(second.Message, Is.EqualTo("The update was not kept: the disk is full 1,020 more were refused since the last report."));
        Assert.That(Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task A_new_outage_is_reported_at_once_but_no_more_often_than_once_a_second()
    {
        await Outage(1);
        Assert.That((await NextError()).UpdateId, Is.EqualTo(1));
        Time.Advance(TimeSpan.FromSeconds(0.999));
        await Outage(2);
        Assert.That(Errors.Reader.TryRead(out _), Is.False);
        Time.Advance(TimeSpan.FromSeconds(0.001));
        await Outage(3);
        Assert.That((await NextError()).UpdateId, Is.EqualTo(3));

        async Task Outage(long id)
        {
            var appending = _inbox.Appending;
            await Accept(id);
            _inbox.Appending = updates => [.. updates.Select(_ => AppendResult.Appended)];
            await Accept(id);
            _inbox.Appending = appending;
        }
    }

    [Test]
    public async Task A_refusal_counts_until_something_is_kept_again([Values] bool inABatch)
    {
        Assert.That(_delivery.Refusal, Is.Null);
        await Accept(1);
        _inbox.Appending = updates => [.. updates.Select(_ => AppendResult.Appended)];
        Assert.That(await Accept(1, inABatch), Is.EqualTo(AcceptOutcome.Accepted));

        Assert.That(_delivery.Refusal, Is.Null);
    }

    [Test]
    public async Task A_refusal_of_long_ago_counted_though_nothing_had_come_since()
    {
        await Accept(1);
        Time.Advance(TimeSpan.FromSeconds(179));
        Assert.That(_delivery.Refusal, Is.EqualTo("the disk is full"));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_delivery.Refusal, Is.Null, "Telegram would have sent it again by now");
    }

    [Test]
    public async Task A_sender_that_hangs_up_is_no_fault_of_the_inbox([Values] bool inABatch)
    {
        using var hungUp = new CancellationTokenSource();
        await hungUp.CancelAsync();

        await Assert.ThatAsync(
            () => Accept(1, inABatch, hungUp.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(Errors.Reader.TryRead(out _), Is.False);
        Assert.That(_delivery.Refusal, Is.Null);
    }

    [Test]
    public async Task An_inbox_that_gave_up_by_itself_was_taken_for_a_sender_that_hung_up([Values] bool inABatch)
    {
        _inbox.Appending = _ => throw new OperationCanceledException("the database took too long");
        using var stillThere = new CancellationTokenSource();

        Assert.That(await Accept(1, inABatch, stillThere.Token), Is.EqualTo(AcceptOutcome.Unavailable));

        Assert.That((await NextError()).Message, Does.Contain("took too long"));
    }

    [Test]
    public async Task Each_update_of_a_batch_has_its_own_outcome()
    {
        _inbox.Appending = _ => [AppendResult.Duplicate, AppendResult.Appended, AppendResult.Appended];

        var outcomes = await _delivery.Accept(
            [TestUpdates.Message(1), TestUpdates.Message(2), TestUpdates.Undecodable(3)], CancellationToken.None);

        Assert.That(outcomes, Is.EqualTo(new[] { AcceptOutcome.Duplicate, AcceptOutcome.Accepted, AcceptOutcome.Undecodable }));
        Assert.That((await NextError()).UpdateId, Is.EqualTo(3));
    }

    [Test]
    public async Task Of_a_batch_that_is_refused_none_is_kept()
    {
        var outcomes = await _delivery.Accept([TestUpdates.Message(1), TestUpdates.Message(2)], CancellationToken.None);

        Assert.That(outcomes, Is.EqualTo(new[] { AcceptOutcome.Unavailable, AcceptOutcome.Unavailable }));
    }

    [Test]
    public async Task Nothing_and_what_comes_after_the_stop_does_not_reach_the_inbox()
    {
        Assert.That(await _delivery.Accept([], CancellationToken.None), Is.Empty);
        await _delivery.Stop(TimeSpan.Zero);

        Assert.That(await Accept(1), Is.EqualTo(AcceptOutcome.Unavailable));
        Assert.That(await Accept(2, inABatch: true), Is.EqualTo(AcceptOutcome.Unavailable));
        Assert.That(_inbox.Appends, Is.Zero);
        Assert.That(_delivery.Refusal, Is.Null, "a stop is no fault");
    }

    private async Task<AcceptOutcome> Accept(long id, bool inABatch = false, CancellationToken token = default) =>
        inABatch ? (await _delivery.Accept([TestUpdates.Message(id)], token))
            .Single() : await _delivery.Accept(TestUpdates.Message(id), token);
}
