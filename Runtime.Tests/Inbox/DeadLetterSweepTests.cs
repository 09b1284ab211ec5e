using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeadLetterSweepTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly InboxLog _log = new();
    private readonly List<DateTimeOffset> _steps = [];

    [Test]
    public async Task What_is_forgotten_is_counted_over_all_steps_and_said_once()
    {
        var left = (2 * DeadLetterSweep.StepSize) + 88;
        await using var sweep = Sweep(TimeSpan.FromDays(1), _ =>
        {
            var step = Math.Min(left, DeadLetterSweep.StepSize);
            left -= step;
            return step;
        });

        Assert.That(left, Is.Zero);
        Assert.That(_steps, Has.Count.EqualTo(3).And.All.EqualTo(_time.GetUtcNow() - TimeSpan.FromDays(1)));
        Assert.That(_log.Lines, Is.EqualTo(new[] { "Warning: 600 dead letters were forgotten: they were given up more than 1.00:00:00 ago, which is the DeadLetterRetention." }));
    }

    [Test]
    public async Task A_clock_that_was_put_forward_for_a_moment_forgot_every_dead_letter()
    {
        var time = new TestClock();
        var start = time.GetUtcNow();
        var steps = new List<DateTimeOffset>();
        await using var sweep = new DeadLetterSweep(TimeSpan.FromDays(30), time, Forget, _log);
        time.Ahead = TimeSpan.FromDays(400);
        time.Advance(TimeSpan.FromHours(1));

        Assert.That(steps, Is.EqualTo(new[] { start - TimeSpan.FromDays(30), start + TimeSpan.FromHours(1) - TimeSpan.FromDays(30) }));

        ValueTask<int> Forget(DateTimeOffset before)
        {
            steps.Add(before);
            return new ValueTask<int>(0);
        }
    }

    [Test]
    public async Task It_is_done_at_the_start_and_every_hour_and_says_nothing_of_nothing()
    {
        var sweep = Sweep(TimeSpan.FromDays(1), _ => 0);
        _time.Advance(TimeSpan.FromHours(2));
        await sweep.DisposeAsync();
        _time.Advance(TimeSpan.FromHours(2));

        Assert.That(_steps, Has.Count.EqualTo(3));
        Assert.That(_log.Lines, Is.Empty);
    }

    [Test]
    public async Task An_inbox_that_fails_is_asked_again_an_hour_later()
    {
        await using var sweep = Sweep(TimeSpan.FromDays(1), step => step == 1 ? throw new InboxUnavailableException("full") : 5);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.That(_log.Lines, Has.Count.EqualTo(2));
        Assert.That(_log.Lines[0], Does.Contain("could not be forgotten"));
        Assert.That(_log.Lines[1], Does.Contain("5 dead letters"));
    }

    [Test]
    public async Task Without_a_retention_nothing_is_ever_forgotten()
    {
        await using var sweep = Sweep(null, _ => 5);
        _time.Advance(TimeSpan.FromDays(1000));

        Assert.That(_steps, Is.Empty);
    }

    [Test]
    public async Task A_retention_of_any_length_is_a_retention()
    {
        await using var sweep = Sweep(TimeSpan.MaxValue, _ => 0);

        Assert.That(_steps, Is.EqualTo(new[] { DateTimeOffset.MinValue }));
    }

    private DeadLetterSweep Sweep(TimeSpan? retention, Func<int, int> forget) => new(
        retention,
        _time,
        before =>
        {
            _steps.Add(before);
            return new ValueTask<int>(forget(_steps.Count));
        },
        _log);
}
