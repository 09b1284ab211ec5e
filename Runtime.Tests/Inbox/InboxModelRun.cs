using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Drives an inbox and, beside it, the model: what is unfinished, in append order.</summary>
internal sealed class InboxModelRun(TestClock time, Func<ValueTask<IUpdateInbox>> open, Action? crash)
{
    private readonly List<Entry> _entries = [];
    private readonly List<UpdateClaim> _held = [];
    private long _nextUpdateId = 1;
    private long _order;

    // As it passes, whatever is done to the clock.
    private TimeSpan _now;
    private bool _clockWasSet;

    public IUpdateInbox Inbox { get; private set; } = null!;

    public async Task Open() => Inbox = await open();

    public async Task Append(int lane, bool isAlbumPart)
    {
        var id = _nextUpdateId++;
        var update = isAlbumPart ? TestUpdates.AlbumPart(id, chat: lane) : TestUpdates.Message(id, chat: lane);
        Assert.That(await Inbox.Append(update), Is.EqualTo(AppendResult.Appended));
        _entries.Add(new Entry(id, lane, isAlbumPart) { Order = ++_order });
    }

    public async Task AppendAgain(int back)
    {
        if (_nextUpdateId - 1 - back is not (> 0 and var id)) return;
        Assert.That(await Inbox.Append(TestUpdates.Message(id, chat: 1)), Is.EqualTo(AppendResult.Duplicate));
    }

    public async Task Claim()
    {
        using var giveUp = new CancellationTokenSource();
        var claiming = Inbox.Claim(giveUp.Token).AsTask();
        if (!claiming.IsCompleted) await giveUp.CancelAsync();
        try
        {
            Took(await claiming);
        }
        catch (OperationCanceledException)
        {
            // Nothing was claimable at once; a store that is still being read may give it later.
        }
    }

    public async Task Complete(int which)
    {
        if (TakeHeld(which) is not { } claim) return;
        Assert.That(await Inbox.Complete(claim), Is.True);
        foreach (var entry in EntriesOf(claim)) entry.State = State.Done;
        Assert.That(await Inbox.Complete(claim), Is.False);
    }

    public async Task Retry(int which, int waitSeconds)
    {
        if (TakeHeld(which) is not { } claim) return;
        var dueAt = _now + TimeSpan.FromSeconds(waitSeconds);
        Assert.That(await Inbox.Retry(claim, TimeSpan.FromSeconds(waitSeconds), "failed"), Is.True);
        foreach (var entry in EntriesOf(claim))
            (entry.State, entry.DueAt, entry.Attempts) = (State.Pending, dueAt, entry.Attempts + 1);
    }

    public async Task Bury(int which)
    {
        if (TakeHeld(which) is not { } claim) return;
        Assert.That(await Inbox.Bury(claim, "given up"), Is.True);
        foreach (var entry in EntriesOf(claim)) entry.State = State.Dead;
    }

    public async Task Replay()
    {
        await foreach (var letter in Inbox.DeadLetters())
        {
            var entry = _entries.Single(entry => entry.UpdateId == letter.UpdateId);
            Assert.That(entry.State, Is.EqualTo(State.Dead));
            Assert.That(await Inbox.Replay(letter.Id), Is.True);
            (entry.State, entry.Order, entry.DueAt, entry.Attempts) = (State.Pending, ++_order, default, 0);
            return;
        }

        Assert.That(_entries.Any(entry => entry.State == State.Dead), Is.False, "a dead letter is missing");
    }

    public Task Advance(int milliseconds)
    {
        Pass(TimeSpan.FromMilliseconds(milliseconds));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Somebody sets the clock. While the process runs that changes nothing; what a later start reads of waits, it may
    /// make shorter.
    /// </summary>
    public Task SetClock(int hoursAhead)
    {
        time.Ahead = TimeSpan.FromHours(hoursAhead);
        _clockWasSet = true;
        return Task.CompletedTask;
    }

    /// <summary>The process is killed: claims are void, and what finished just now may not be recorded.</summary>
    public async Task Crash()
    {
        crash!();
        await Inbox.DisposeAsync();
        _held.Clear();
        foreach (var entry in _entries)
        {
            if (entry.State == State.Claimed) entry.State = State.Pending;
            else if (entry.State == State.Done) entry.MayComeAgain = true;
            if (_clockWasSet) entry.DueAt = default;
        }

        await Open();
    }

    public async Task DrainAndCheck()
    {
        while (_held.Count > 0) await Complete(0);
        for (var idle = 0; _entries.Any(entry => entry.State == State.Pending) && idle < 400;)
        {
            var before = _held.Count;
            await Claim();
            if (_held.Count > before)
            {
                await Complete(0);
                continue;
            }

            idle++;
            Pass(TimeSpan.FromMilliseconds(500));
            // A file is read by another thread.
            if (crash is not null) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        Assert.That(_entries.Where(entry => entry.State == State.Pending).Select(entry => entry.UpdateId), Is.Empty, "lost");
        var dead = new List<long?>();
        await foreach (var letter in Inbox.DeadLetters()) dead.Add(letter.UpdateId);
        Assert.That(dead, Is.EquivalentTo(_entries.Where(entry => entry.State == State.Dead).Select(entry => (long?)entry.UpdateId)));
    }

    private void Pass(TimeSpan some)
    {
        _now += some;
        time.Advance(some);
    }

    private void Took(UpdateClaim claim)
    {
        var entries = EntriesOf(claim);
        var lane = entries[0].Lane;
        foreach (var entry in entries)
        {
            Assert.That(entry.State == State.Pending || (entry.State == State.Done && entry.MayComeAgain), Is.True,
                $"update {entry.UpdateId} is {entry.State}");
            Assert.That(entry.DueAt, Is.LessThanOrEqualTo(_now), "claimed before it was due");
        }

        Assert.That(_entries.Where(entry => entry.Lane == lane && entry.State == State.Claimed), Is.Empty, "a lane was given out twice");
        var overtaken = _entries.Where(entry => entry.Lane == lane && entry.State == State.Pending && !entry.IsAlbumPart && entry.Order < entries[0].Order);
        Assert.That(overtaken.Select(entry => entry.UpdateId), Is.Empty, $"overtaken by {entries[0].UpdateId}");
        foreach (var entry in entries) entry.State = State.Claimed;
        _held.Add(claim);
    }

    private List<Entry> EntriesOf(UpdateClaim claim) =>
        [.. claim.Updates.Select(update => _entries.Single(entry => entry.UpdateId == update.UpdateId))];

    private UpdateClaim? TakeHeld(int which)
    {
        if (_held.Count == 0) return null;
        var claim = _held[which % _held.Count];
        _held.Remove(claim);
        return claim;
    }

    private enum State
    {
        Pending,
        Claimed,
        Done,
        Dead,
    }

    private sealed class Entry(long updateId, int lane, bool isAlbumPart)
    {
        public long UpdateId { get; } = updateId;

        public int Lane { get; } = lane;

        public bool IsAlbumPart { get; } = isAlbumPart;

        /// <summary>Place in the lane; a replayed update goes to its end.</summary>
        public long Order { get; set; }

        public State State { get; set; }

        public int Attempts { get; set; }

        public TimeSpan DueAt { get; set; }

        /// <summary>It was done when the process was killed; that may not have been recorded.</summary>
        public bool MayComeAgain { get; set; }
    }
}
