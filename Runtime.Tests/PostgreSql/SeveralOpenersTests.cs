using System.Security.Cryptography;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// What several openers of one inbox may rely on: who claims need not be who appended, and who claimed may be gone.
/// </summary>
internal sealed class SeveralOpenersTests
{
    // It never notices that its time is over, as a process that does not run.
    private static readonly LeaseTimes Paused = new()
    {
        Heartbeat = TimeSpan.FromHours(1),
        LostAfter = TimeSpan.FromHours(2),
        GivenUpAfter = TimeSpan.FromSeconds(2),
    };

    private string _server = "";

    [OneTimeSetUp]
    public async Task FindServer() => _server = await PostgresRun.ConnectionString();

    [Test]
    public async Task Another_claims_what_one_appended_and_does_not_get_round_to()
    {
        await using var openers = new Openers(_server);
        var (one, other) = (await openers.Open(), await openers.Open());
        for (var i = 1; i <= 5; i++) await one.Append(TestUpdates.Message(i, chat: i));
        var ids = new List<long>();
        for (var i = 1; i <= 5; i++) ids.AddRange((await Openers.Claim(other)).Ids());
        Assert.That(ids, Is.EquivalentTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public async Task What_is_not_begun_is_the_others_as_soon_as_one_stops_claiming()
    {
        await using var openers = new Openers(_server);
        // Nobody but the stop gives anything back here.
        var (one, other) = (await openers.Open(LeaseTimes.Default), await openers.Open(LeaseTimes.Default));
        await one.Append([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 1), TestUpdates.Message(3, chat: 2)]);
        var begun = await Openers.Claim(one);
        await one.StopClaiming();
        Assert.That((await Openers.Claim(other)).Ids(), Is.EqualTo(new[] { begun.Ids()[0] == 1 ? 3L : 1L }));
        Assert.That(await one.Complete(begun), Is.True);
        if (begun.Ids()[0] == 1)
            Assert.That((await Openers.Claim(other)).Ids(), Is.EqualTo(new[] { 2L }), "its lane goes on elsewhere");
    }

    [Test]
    public async Task What_one_held_that_is_gone_is_handled_by_another_and_the_attempt_counts_and_nothing_is_said_twice()
    {
        await using var openers = new Openers(_server);
        await using var network = new DatabaseNetwork(_server);
        var (gone, other) = (await openers.Open(by: network.ConnectionString), await openers.Open(LeaseTimes.Default));
        await gone.Append([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 1)]);
        var held = await Openers.Claim(gone);
        held.Said.Add(new SaidCall("sendMessage", SHA256.HashData("x"u8), 1, "{}"u8.ToArray()));
        await Until(() => PostgresRun.Ask<long>(_server, $"SELECT count(*) FROM telegram.updates WHERE bot = {openers.Bot} AND said IS NOT NULL"), 1);
        network.Cut();
        var again = await Openers.Claim(other);
        Assert.That((again.Ids()[0], again.Attempt, again.LastAttemptFailed, again.Said.Count),
            Is.EqualTo((1L, 2, false, 1)));
        Assert.That(held.Lost.IsCancellationRequested, Is.True, "it was told before another got it");
        Assert.That(await gone.Complete(held), Is.False);
        Assert.That(await gone.Retry(held, TimeSpan.Zero, "x"), Is.False);
        await other.Complete(again);
        Assert.That((await Openers.Claim(other)).Attempt, Is.EqualTo(1), "only the head's attempt counts");
    }

    [Test]
    public async Task A_network_that_falls_silent_fires_Lost_and_the_lanes_go_on_elsewhere_and_it_comes_back_by_itself()
    {
        await using var openers = new Openers(_server);
        await using var network = new DatabaseNetwork(_server);
        var faults = new List<InboxException>();
        var cut = await openers.Open(
            by: network.ConnectionString, change: context => context with { OnFailing = faults.Add });
        var other = await openers.Open(LeaseTimes.Default);
        await cut.Append([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 2)]);
        UpdateClaim[] held = [await Openers.Claim(cut), await Openers.Claim(cut)];
        // One is told after the other.
        var lost = held.Select(WhenLost).ToList();
        network.FallSilent();
        await Task.WhenAll(lost).WaitAsync(RealTime.Patience);
        Assert.That(async () => await cut.Append(TestUpdates.Message(3, chat: 3)), Throws.InstanceOf<InboxUnavailableException>());
        UpdateClaim[] again = [await Openers.Claim(other), await Openers.Claim(other)];
        Assert.That(again.SelectMany(claim => claim.Ids()), Is.EquivalentTo(new[] { 1, 2 }));
        network.Restore();
        await Openers.Claim(cut, () => cut.Append(TestUpdates.Message(4, chat: 4)));
        Assert.That(await cut.Complete(held[0]), Is.False, "what it held before is another's");
        Assert.That(await other.Complete(again[0]) && await other.Complete(again[1]), Is.True);
        Assert.That((await other.Status()).Pending, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task One_alone_whose_lease_ended_while_something_was_to_be_recorded_handed_out_nothing_ever_again()
    {
        await using var openers = new Openers(_server);
        await using var network = new DatabaseNetwork(_server);
        var alone = await openers.Open(by: network.ConnectionString);
        await alone.Append([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 1)]);
        var held = await Openers.Claim(alone);
        network.Cut();
        Assert.That(await alone.Complete(held), Is.True, "it is recorded later, if the lease is held still");
        await WhenLost(held).WaitAsync(RealTime.Patience);
        network.Restore();
        var next = await Openers.Claim(alone);
        // What was being written when the network came back is recorded, for nobody has taken over yet.
        if (next.Ids()[0] == 1)
        {
            Assert.That(await alone.Complete(next), Is.True);
            next = await Openers.Claim(alone);
        }

        Assert.That(next.Ids(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task One_that_was_paused_beyond_its_lease_changes_nothing_when_it_comes_back()
    {
        await using var openers = new Openers(_server);
        var paused = await openers.Open(Paused);
        await paused.Append(
            [TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 2), TestUpdates.Message(3, chat: 3)]);
        UpdateClaim[] held = [await Openers.Claim(paused), await Openers.Claim(paused), await Openers.Claim(paused)];
        var other = await openers.Open(LeaseTimes.Default);
        var again = new List<UpdateClaim>();
        for (var i = 0; i < 3; i++) again.Add(await Openers.Claim(other));
        // Each in its own way: it cannot know that it is too late.
        await paused.Complete(held[0]);
        Assert.That(await paused.Retry(held[1], TimeSpan.Zero, "x"), Is.False);
        Assert.That(await paused.Bury(held[2], "x"), Is.False);
        await paused.Status();
        var status = await other.Status();
        Assert.That((status.Pending, status.Handled, status.Dead), Is.EqualTo((3L, 3L, 0L)));
        foreach (var claim in again) Assert.That(await other.Retry(claim, TimeSpan.Zero, "broke"), Is.True);
        Assert.That((await Openers.Claim(other)).Attempt, Is.EqualTo(3));
    }

    [Test]
    public async Task A_lane_is_handled_by_one_at_a_time_and_in_order_however_many_take_part()
    {
        const int chats = 7, each = 30;
        await using var openers = new Openers(_server);
        IUpdateInbox[] inboxes = [await openers.Open(), await openers.Open(), await openers.Open()];
        var log = new Dictionary<long, List<long>>();
        var handling = new HashSet<long>();
        using var done = new CancellationTokenSource(RealTime.Patience);
        var left = chats * each;
        var workers = inboxes.SelectMany(inbox => Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                UpdateClaim claim;
                try
                {
                    claim = await inbox.Claim(done.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                var lane = claim.Updates[0].Lane!.Value;
                lock (log) Assert.That(handling.Add(lane), Is.True, "a lane was given out twice");
                await Task.Yield();
                lock (log)
                {
                    handling.Remove(lane);
                    if (!log.TryGetValue(lane, out var list)) log[lane] = list = [];
                    list.AddRange(claim.Ids());
                }

                await inbox.Complete(claim);
                if (Interlocked.Decrement(ref left) == 0) await done.CancelAsync();
            }
        }))).ToList();
        // As Telegram does: the next of a chat after the answer to the one before it, wherever that came from.
        await Task.WhenAll(Enumerable.Range(1, chats).Select(async chat =>
        {
            for (var i = 0; i < each; i++)
                await inboxes[(chat + i) % inboxes.Length].Append(TestUpdates.Message((chat * 1000) + i, chat: chat));
        }));
        await Task.WhenAll(workers);
        Assert.That(log.Keys, Has.Count.EqualTo(chats));
        foreach (var (chat, ids) in log)
            Assert.That(ids, Is.EqualTo(Enumerable.Range(0, each).Select(i => (chat * 1000) + i)), $"chat {chat}");
    }

    [Test]
    public async Task One_lane_for_everything_is_one_at_a_time_in_all_instances()
    {
        await using var openers = new Openers(_server) { Context = new InboxContext { Name = "one", Lanes = UpdateLanes.By(static _ => "all") } };
        var (one, other) = (await openers.Open(), await openers.Open());
        await one.Append(TestUpdates.Message(1, chat: 1));
        var first = await Openers.Claim(one);
        await other.Append(TestUpdates.Message(2, chat: 2));
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        Assert.That(async () => await other.Claim(soon.Token), Throws.InstanceOf<OperationCanceledException>());
        await one.StopClaiming();
        await one.Complete(first);
        Assert.That((await Openers.Claim(other)).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task Parts_of_an_album_that_come_in_at_different_instances_are_one_claim()
    {
        await using var openers = new Openers(_server);
        var (one, other) = (await openers.Open(), await openers.Open());
        for (var i = 1; i <= 4; i++) await (i % 2 == 0 ? one : other).Append(TestUpdates.AlbumPart(i));
        using var done = new CancellationTokenSource(RealTime.Patience);
        var first = await Task.WhenAny(one.Claim(done.Token).AsTask(), other.Claim(done.Token).AsTask());
        Assert.That((await first).Ids(), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        await done.CancelAsync();
    }

    [Test]
    public async Task A_part_that_was_refused_by_an_instance_that_stops_met_an_album_that_was_handled_elsewhere_by_then()
    {
        var time = new TestClock();
        await using var openers = new Openers(_server) { Context = new InboxContext { Name = "album", TimeProvider = time } };
        // Nobody looks after anything in between.
        var (one, other) = (await openers.Open(LeaseTimes.Default), await openers.Open(LeaseTimes.Default));
        // What was open at the start is held; this is not.
        time.Advance(TimeSpan.FromSeconds(20));
        await one.Append(TestUpdates.AlbumPart(1));
        time.Advance(TimeSpan.FromSeconds(0.1));
        await one.StopClaiming();
        // The second part was refused, and comes again after the second that Telegram is asked to wait.
        time.Advance(TimeSpan.FromSeconds(1.5));
        var claiming = Openers.Claim(other);
        // The other one has looked at it by then.
        var isPutBack = $"SELECT count(*) FROM telegram.lanes WHERE bot = {openers.Bot} AND due_at > '{time.GetUtcNow():O}'";
        while (!claiming.IsCompleted && await PostgresRun.Ask<long>(_server, isPutBack) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        await other.Append(TestUpdates.AlbumPart(2));
        for (var i = 0; i < 10 && !claiming.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(claiming, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
        }

        Assert.That((await claiming).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task What_is_pending_is_dropped_by_the_first_that_opens_and_not_by_those_that_join()
    {
        await using var openers = new Openers(_server);
        var first = await openers.Open();
        await first.Append([TestUpdates.Message(1), TestUpdates.Undecodable(2)]);
        var joined = await openers.Open(change: context => context with { DropPending = true });
        Assert.That((await joined.Status()).Pending, Is.EqualTo(1));
        await first.DisposeAsync();
        await joined.DisposeAsync();
        var alone = await openers.Open(change: context => context with { DropPending = true });
        var status = await alone.Status();
        Assert.That((status.Pending, status.Dead), Is.EqualTo((0L, 1L)), "dead letters stay");
        Assert.That(await alone.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate));
    }

    [Test]
    public async Task Two_bots_in_one_database_know_nothing_of_each_other()
    {
        await using var one = new Openers(_server);
        await using var other = new Openers(_server);
        var (first, second) = (await one.Open(), await other.Open());
        Assert.That(await first.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
        Assert.That(await second.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
        await first.Bury(await Openers.Claim(first), "given up");
        Assert.That(((await first.Status()).Dead, (await second.Status()).Dead, (await second.Status()).Pending),
            Is.EqualTo((1L, 0L, 1L)));
        Assert.That(await second.Purge(null), Is.Zero);
    }

    [Test]
    public async Task A_duty_is_one_openers_and_anothers_within_seconds_when_that_one_is_cut_off_or_gives_it_back()
    {
        await using var openers = new Openers(_server);
        await using var network = new DatabaseNetwork(_server);
        var (one, other) = (await openers.Open(by: network.ConnectionString), await openers.Open(LeaseTimes.Default));
        var mine = await one.TakeDuty("polling");
        var waiting = other.TakeDuty("polling").AsTask();
        await using (await one.TakeDuty("looking")) Assert.That(waiting.IsCompleted, Is.False);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        mine.Lost.Register(lost.SetResult);
        network.Cut();
        await lost.Task.WaitAsync(RealTime.Patience);
        var others = await waiting.WaitAsync(RealTime.Patience);
        network.Restore();
        var again = one.TakeDuty("polling").AsTask();
        Assert.That(others.Lost.IsCancellationRequested, Is.False);
        await others.DisposeAsync();
        await (await again.WaitAsync(RealTime.Patience)).DisposeAsync();
        await mine.DisposeAsync();
    }

    private static async Task Until(Func<Task<long>> value, long expected)
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (await value() != expected)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }

    private static Task WhenLost(UpdateClaim claim)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        claim.Lost.Register(lost.SetResult);
        return lost.Task;
    }
}
