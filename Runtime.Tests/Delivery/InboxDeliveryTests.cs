using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

public sealed class InboxDeliveryTests : DeliveryFixture
{
    [Test]
    public async Task An_update_reaches_the_receiver_decoded()
    {
        await Accept(TestUpdates.Message(7, chat: 5, text: "hello"));
        var update = await NextHandled();
        Assert.That((update.UpdateId, update.Message?.Chat.Id, update.Message?.Text),
            Is.EqualTo((7L, (long?)5, "hello")));
        Assert.That(await Delivery.Accept(TestUpdates.Message(7, chat: 5), default),
            Is.EqualTo(AcceptOutcome.Duplicate));
    }

    [Test]
    public async Task Within_a_chat_the_next_update_waits_for_the_one_before_and_other_chats_do_not()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1, chat: 5));
        await Accept(TestUpdates.Message(2, chat: 5));
        await Accept(TestUpdates.Message(3, chat: 6));
        Assert.That(new[] { (await NextHandled()).UpdateId, (await NextHandled()).UpdateId },
            Is.EquivalentTo(new[] { 1L, 3L }));
        Assert.That(Handled.Reader.TryRead(out _), Is.False);
        gate.SetResult();
        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(2));
    }

    [Test]
    public async Task No_more_lanes_are_handled_at_once_than_asked_for()
    {
        await Restart(new DeliveryOptions { MaxConcurrency = 3 });
        var gate = new TaskCompletionSource();
        for (var i = 1; i <= 10; i++)
        {
            When(i, _ => gate.Task);
            await Accept(TestUpdates.Message(i, chat: i));
        }

        for (var i = 0; i < 3; i++) await NextHandled();
        Assert.That(Handled.Reader.TryRead(out _), Is.False);
        gate.SetResult();
        for (var i = 0; i < 7; i++) await NextHandled();
    }

    [Test]
    public async Task A_failure_is_reported_and_retried_with_growing_waits_then_buried()
    {
        When(1, _ => throw new InvalidOperationException("broke"));
        await Accept(TestUpdates.Message(1, chat: 5));
        await Accept(TestUpdates.Message(2, chat: 5));
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.That((await NextHandled()).UpdateId, Is.EqualTo(1));
            var error = await NextError();
            Assert.That((error.Stage, error.UpdateId, error.Attempt, error.Outcome),
                Is.EqualTo((WebhookStage.Handling, (long?)1, attempt, WebhookErrorOutcome.Retried)));
            Assert.That(error.InnerException, Is.InstanceOf<InvalidOperationException>());
            waits.Add((error.RetryAt!.Value - Time.GetUtcNow()).TotalSeconds);
            Time.Advance(error.RetryAt.Value - Time.GetUtcNow());
        }

        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(1));
        var last = await NextError();
        Assert.That((last.Attempt, last.Outcome, last.RetryAt),
            Is.EqualTo((5, WebhookErrorOutcome.Buried, (DateTimeOffset?)null)));
        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(2));
        for (var i = 0; i < waits.Count; i++) Assert.That(waits[i], Is.InRange(Math.Pow(2, i) / 2, Math.Pow(2, i)));
        await foreach (var letter in Delivery.Inbox.DeadLetters()) Assert.That(
            (letter.UpdateId, letter.Attempts), Is.EqualTo(((long?)1, 5)));
    }

    [Test]
    public async Task A_429_is_waited_out_in_full_wherever_it_is_in_the_exception()
    {
        var tooMany = new ApiRequestException(
            "sendMessage", 429, "Too Many Requests: retry after 35", TimeSpan.FromSeconds(35));
        When(1, _ => throw new AggregateException(new InvalidOperationException("wrapped", tooMany)));
        await Accept(TestUpdates.Message(1));
        var error = await NextError();
        Assert.That(error.RetryAt, Is.EqualTo(Time.GetUtcNow() + TimeSpan.FromSeconds(35)));
    }

    [Test]
    public async Task What_the_model_cannot_decode_is_buried_and_reported()
    {
        await Accept(TestUpdates.Read("""{"update_id":1,"message":{"message_id":"one","date":1,"chat":{"id":5,"type":"private"}}}"""));
        var error = await NextError();
        Assert.That((error.Stage, error.UpdateId, error.Outcome),
            Is.EqualTo((WebhookStage.Decoding, (long?)1, WebhookErrorOutcome.Buried)));
        Assert.That(error.Message, Does.Contain("message_id"));
        await Accept(TestUpdates.Message(2, chat: 5));
        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(2));
    }

    [Test]
    public async Task What_is_no_update_is_kept_and_reported_at_once()
    {
        Assert.That(await Delivery.Accept(TestUpdates.Read("oops"), default), Is.EqualTo(AcceptOutcome.Undecodable));
        var error = await NextError();
        Assert.That((error.Stage, error.Outcome, error.Attempt),
            Is.EqualTo((WebhookStage.Decoding, WebhookErrorOutcome.Buried, 0)));
    }

    [Test]
    public async Task An_onError_that_throws_stops_nothing()
    {
        var inbox = await UpdateInbox.InMemory().Open(new InboxContext { Name = "test", TimeProvider = Time });
        var handled = new TaskCompletionSource();
        await using var delivery = Deliver(
            inbox,
            new DeliveryOptions { MaxAttempts = 1 },
            (update, _) =>
            {
                if (update.UpdateId == 1) throw new InvalidOperationException("from the receiver");
                handled.SetResult();
                return default;
            },
            _ => throw new InvalidOperationException("from onError"));
        delivery.Start();
        await delivery.Accept(TestUpdates.Message(1, chat: 5), default);
        await delivery.Accept(TestUpdates.Message(2, chat: 5), default);
        await handled.Task.WaitAsync(Patience);
    }

    [Test]
    public async Task An_album_is_one_update_with_its_parts_by_message_id()
    {
        await Accept(TestUpdates.AlbumPart(1, messageId: 102));
        await Accept(TestUpdates.AlbumPart(2, messageId: 101));
        Time.Advance(TimeSpan.FromSeconds(1));
        var update = await NextHandled();
        Assert.That((update.UpdateId, update.Message!.MessageId), Is.EqualTo((2L, 101)));
        Assert.That(update.MediaGroup!.Select(message => message.MessageId), Is.EqualTo(new[] { 101, 102 }));
    }

    [Test]
    public async Task An_update_that_ended_the_process_each_time_is_buried_unseen()
    {
        var inbox = new OneClaimInbox(attempt: 6);
        await using var delivery = Deliver(
            inbox, receiver: (_, _) => throw new AssertionException("must not be handled"));
        delivery.Start();
        var error = await NextError();
        Assert.That((error.Outcome, error.Attempt), Is.EqualTo((WebhookErrorOutcome.Buried, 6)));
        Assert.That(error.Message, Does.Contain("process ended"));
    }

    [Test]
    public async Task A_receivers_exception_was_lost_when_the_inbox_could_not_record_the_failure(
        [Values(1, 5)] int attempt)
    {
        await using var delivery = Deliver(
            new OneClaimInbox(attempt), receiver: (_, _) => throw new InvalidOperationException("the receiver's own"));
        delivery.Start();
        var error = await NextError();
        Assert.That(error.Stage, Is.EqualTo(WebhookStage.Storing));
        Assert.That(error.ToString(), Does.Contain("the receiver's own").And.Contain(OneClaimInbox.Fault));
    }

    /// <summary>Hands out one update, and can record only that it is buried after a sixth attempt.</summary>
    private sealed class OneClaimInbox(int attempt) : StandInInbox
    {
        public const string Fault = "the disk is full";

        private int _claims;

        public override async ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _claims) > 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            var body = TestUpdates.Message(1).Body;
            return new ScriptedClaim(
                new StoredUpdate { Id = 1, UpdateId = 1, Body = body, ReceivedAt = default }, attempt);
        }

        public override ValueTask<bool> Bury(UpdateClaim claim, string error) =>
            claim.Attempt > 5 ? new(true) : throw new IOException(Fault);

        public override ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) => throw new IOException(Fault);
    }
}
