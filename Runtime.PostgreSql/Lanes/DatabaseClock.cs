namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// What the database's clock says, as far as it is known here: what it last said, and the time that passed since its answer came. Never ahead of it,
/// so nothing is due here before it is there. Guarded by the pool's lock.
/// </summary>
internal sealed class DatabaseClock(TimeProvider time)
{
    private DateTimeOffset _said = time.GetUtcNow();
    private long _heard = time.GetTimestamp();

    /// <summary>The time, at most a way to the database behind.</summary>
    public DateTimeOffset Now => time == TimeProvider.System ? _said + time.GetElapsedTime(_heard) : time.GetUtcNow();

    public void Heard(DateTimeOffset now) => (_said, _heard) = (now, time.GetTimestamp());
}
