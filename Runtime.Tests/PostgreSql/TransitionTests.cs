using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>How long what becomes of updates may wait for a fuller batch, and how many rows it takes there.</summary>
internal sealed class TransitionTests
{
    [Test]
    public void The_end_of_an_attempt_that_said_something_is_written_within_ten_milliseconds_of_what_it_said()
    {
        var silent = Claim(1, 1);
        var speaking = Claim(2, 1);
        speaking.Said.Add(new SaidCall("sendMessage", new byte[32], 1, new byte[2]));
        var waits = SaidNotes.Moment + new CompleteTransition(speaking).Patience;
        Assert.That(waits, Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(10)));
        Assert.That(new CompleteTransition(silent).Patience, Is.EqualTo(TimeSpan.FromMilliseconds(10)));
    }

    [Test]
    public void What_somebody_waits_for_is_not_held_back()
    {
        var claim = Claim(1, 1);
        Transition[] urgent =
        [
            new NoteTransition(claim), new RetryTransition(claim, TimeSpan.Zero, "failed"),
            new BuryTransition(claim, "failed"), new FlushTransition(),
            new ReleaseTransition(new LaneRelease(claim.Lane, DateTimeOffset.UnixEpoch)),
        ];
        Assert.That(urgent.Select(transition => transition.Patience), Is.All.EqualTo(TimeSpan.Zero));
        Assert.That(new ReleaseTransition(new LaneRelease(claim.Lane, DueAt: null)).Patience,
            Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void An_update_and_the_lane_it_left_empty_took_two_rows()
    {
        var one = Claim(7, 3);
        Transition[] transitions = [new CompleteTransition(one), new ReleaseTransition(new LaneRelease(one.Lane, DueAt: null))];
        Assert.That(SettleRow.Of(transitions), Is.EqualTo(new[] { new SettleRow(7, 1, 3, ReadTo: 3) }));
    }

    [Test]
    public void All_parts_of_an_album_go_and_their_lane_with_the_last()
    {
        var album = Claim(7, 3, 4, 5);
        var kept = Claim(6, 9);
        Transition[] transitions =
        [
            new CompleteTransition(album), new CompleteTransition(kept),
            new ReleaseTransition(new LaneRelease(album.Lane, DueAt: null)),
            new ReleaseTransition(new LaneRelease(kept.Lane, DateTimeOffset.UnixEpoch)),
        ];
        Assert.That(SettleRow.Of(transitions), Is.EquivalentTo(new SettleRow[] { new(6, 1, 9, -1), new(7, 1, 3, -1), new(7, 1, 4, -1), new(7, 1, 5, ReadTo: 5) }));
        Assert.That(SettleRow.Of(transitions).Select(row => row.Lane), Is.Ordered, "locks are taken in one order");
    }

    [Test]
    public void A_lane_of_which_nothing_is_done_is_asked_for_once()
    {
        var claim = Claim(7, 3);
        Transition[] transitions = [new NoteTransition(claim), new RetryTransition(claim, TimeSpan.Zero, "failed")];
        Assert.That(SettleRow.Of(transitions), Is.EqualTo(new[] { new SettleRow(7, 1, 0, -1) }));
    }

    private static PostgreSqlClaim Claim(long lane, params long[] position)
    {
        var owned = new OwnedLane(new Session(1), lane, fence: 1);
        LaneRow[] rows = [.. position.Select(at => new LaneRow(at, Update(at)) { JoinedAt = DateTimeOffset.UnixEpoch })];
        owned.Read(rows, tail: position[^1]);
        return new PostgreSqlClaim(owned, rows, TimeSpan.Zero, _ => { }, _ => { });
    }

    private static StoredUpdate Update(long id) =>
        new() { Id = id, UpdateId = id, Body = new byte[2], ReceivedAt = DateTimeOffset.UnixEpoch };
}
