namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The time by which update ids are forgotten. While the process runs it passes as it does, whatever is done to the
/// system's clock. Across a restart it goes on by what that clock says passed, but by no more than three quarters of
/// the retention: so a clock that was wrong forgets no id at once, and a long time off leaves an id a quarter at most.
/// </summary>
internal sealed class SeenClock
{
    private readonly InboxConnection _connection;
    private readonly TimeProvider _wall;
    private readonly MonotonicClock _clock;
    private readonly TimeSpan _base;

    public SeenClock(InboxConnection connection, TimeProvider time, TimeSpan retention)
    {
        _connection = connection;
        _wall = time;
        _clock = new MonotonicClock(time);
        var wall = Wall;
        var row = connection.Use(WriteSql.SeenClock);
        var (saved, savedAt) = row.Step() ? (row.NullableInt64(0), row.NullableInt64(1)) : (null, null);
        row.Reset();
        var most = retention / SeenPage.PeriodsPerRetention * (SeenPage.PeriodsPerRetention - 1);
        // One that is no time at all is damaged.
        _base = saved is { } then && savedAt is { } at && IsTime(then) && IsTime(at)
            ? TimeSpan.FromMilliseconds(then) + RetryWait.Clamp(TimeSpan.FromMilliseconds(wall - at), most)
            // A file of an earlier version counted by the system's clock.
            : TimeSpan.FromMilliseconds(Math.Max(0, wall));
        Save();
    }

    public TimeSpan Now => _base + _clock.Now;

    private static bool IsTime(long milliseconds) =>
        milliseconds >= StoredTime.Least && milliseconds <= StoredTime.Most;

    private long Wall => _wall.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Writes down how late it is; once a period is often enough.</summary>
    public void Save() =>
        _connection.Use(WriteSql.SetSeenClock).Bind(1, (long)Now.TotalMilliseconds).Bind(2, Wall).Run();
}
