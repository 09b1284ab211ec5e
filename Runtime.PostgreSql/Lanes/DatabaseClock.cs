namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// What the database's clock says, as far as it is known here: what it last said, and the time that passed since its
/// answer came. Never ahead of it, so nothing is due here before it is there. Guarded by the pool's lock.
/// </summary>
internal sealed class DatabaseClock(TimeProvider time)
{
    private DateTimeOffset _said = time.GetUtcNow();
    private long _heard = time.GetTimestamp();
    private bool _isHeard;
    private bool _wentBack;

    /// <summary>The time, at most a way to the database behind.</summary>
    public DateTimeOffset Now => time == TimeProvider.System ? _said + time.GetElapsedTime(_heard) : time.GetUtcNow();

    public void Heard(DateTimeOffset now)
    {
        _wentBack |= _isHeard && now < _said + time.GetElapsedTime(_heard) - DueTimes.Skew;
        (_said, _heard, _isHeard) = (now, time.GetTimestamp(), true);
    }

    /// <summary>
    /// Whether it was set back since this was asked: then what was to be due by it is due much later.
    /// </summary>
    public bool TakeWentBack()
    {
        var wentBack = _wentBack;
        _wentBack = false;
        return wentBack;
    }

    /// <summary>What came in by it tells what it says, as long as nothing else has.</summary>
    public void HeardFirst(DateTimeOffset cameIn)
    {
        if (!_isHeard) Heard(cameIn);
    }

    /// <summary>How long ago something came in.</summary>
    public TimeSpan Since(DateTimeOffset cameIn)
    {
        var now = Now;
        return now > cameIn ? now - cameIn : TimeSpan.Zero;
    }
}
