using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>What the next commit takes, and what a queue takes that commits nothing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WriteQueueTests
{
    private const int MiB = 1024 * 1024;
    private readonly WriteQueue _queue = new();
    private readonly List<WriteCommand> _batch = [];

    [Test]
    public void A_disk_that_stands_still_let_updates_pile_up_without_a_bound()
    {
        var taken = 0;
        while (_queue.TryAdd(new Command(bytes: MiB)) && taken < 1000) taken++;
        Assert.That(taken, Is.EqualTo(65), "64 MiB, and the one that is more");
        Assert.That(_queue.TryAdd(new Command(bytes: 1)), Is.False);
        Assert.That(_queue.TryAdd(new Command(isKept: true)), Is.True,
            "what became of an update is recorded all the same");

        Take();

        Assert.That(_batch, Has.Count.EqualTo(66));
        Assert.That(_queue.TryAdd(new Command(bytes: MiB)), Is.True, "there is room again");
    }

    [Test]
    public void A_commit_takes_2048_changes_in_their_order_and_leaves_the_rest_to_the_next()
    {
        var commands = Enumerable.Range(0, 2049).Select(_ => new Command()).ToList();
        foreach (var command in commands.Take(2048)) _queue.TryAdd(command);
        Assert.That(_queue.IsBehind, Is.False);
        _queue.TryAdd(commands[^1]);
        Assert.That(_queue.IsBehind, Is.True);

        Take();
        Assert.That(_batch, Is.EqualTo(commands.Take(2048)));
        Assert.That(_queue.IsBehind, Is.False);
        _batch.Clear();
        Take();
        Assert.That(_batch, Is.EqualTo(commands.Skip(2048)));
    }

    [Test]
    public void A_queue_that_is_closed_takes_nothing_and_gives_what_it_has()
    {
        _queue.TryAdd(new Command(isUrgent: false));
        _queue.Close();
        Assert.That(_queue.IsClosing, Is.True);
        Assert.That(_queue.TryAdd(new Command(isKept: true)), Is.False);

        Assert.That(_queue.Take(_batch, hasKept: false, waitedBefore: 0), Is.True);
        Assert.That(_batch, Has.Count.EqualTo(1));
        _batch.Clear();
        Assert.That(_queue.Take(_batch, hasKept: true, waitedBefore: 0), Is.True,
            "the writer has something of its own to try once more");
        Assert.That(_queue.Take(_batch, hasKept: false, waitedBefore: 0), Is.False);
    }

    [Test]
    public void What_nobody_waits_for_is_committed_all_the_same_a_moment_later()
    {
        var lazy = new Command(isUrgent: false);
        _queue.TryAdd(lazy);

        Assert.That(_queue.Take(_batch, hasKept: false, waitedBefore: 0), Is.True);

        Assert.That(_batch, Is.EqualTo(new[] { lazy }));
    }

    [Test]
    public async Task While_commits_fail_what_nobody_waits_for_asked_for_another_one_at_once()
    {
        _queue.TryAdd(new Command(isUrgent: false));
        var taking = Task.Run(() => _queue.Take(_batch, hasKept: true, waitedBefore: 0));
        // Far longer than what is lazy waits otherwise.
        await Task.WhenAny(taking, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
        Assert.That(taking.IsCompleted, Is.False);

        _queue.RetryNow();

        Assert.That(await taking.WaitAsync(RealTime.Patience), Is.True);
        Assert.That(_batch, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task While_commits_fail_so_many_changes_that_nobody_waits_for_are_worth_another_try()
    {
        var taking = Task.Run(() => _queue.Take(_batch, hasKept: true, waitedBefore: 0));
        for (var i = 0; i < 511; i++) _queue.TryAdd(new Command(isUrgent: false));
        await Task.WhenAny(taking, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        Assert.That(taking.IsCompleted, Is.False);

        _queue.TryAdd(new Command(isUrgent: false));

        Assert.That(await taking.WaitAsync(RealTime.Patience), Is.True);
        Assert.That(_batch, Has.Count.EqualTo(512));
    }

    [TestCase(false, TestName = "A change that somebody waits for wakes the writer")]
    [TestCase(true, TestName = "It wakes a writer too that has failed before")]
    public async Task A_writer_that_waits_is_woken(bool hasKept)
    {
        var taking = Task.Run(() => _queue.Take(_batch, hasKept, waitedBefore: 0));
        await Task.WhenAny(taking, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        Assert.That(taking.IsCompleted, Is.False);

        _queue.TryAdd(new Command());

        Assert.That(await taking.WaitAsync(RealTime.Patience), Is.True);
        Assert.That(_batch, Has.Count.EqualTo(1));
    }

    private void Take() => Assert.That(_queue.Take(_batch, hasKept: false, waitedBefore: 0), Is.True);

    private sealed class Command(bool isUrgent = true, bool isKept = false, int bytes = 0) : WriteCommand
    {
        public override bool IsUrgent => isUrgent;

        public override bool IsKept => isKept;

        public override int Bytes => bytes;

        public override void Apply(WriteTransaction transaction) => throw new NotSupportedException();

        public override void Failed(InboxException error) => throw new NotSupportedException();
    }
}
