namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Writes what attempts say while they last: a moment after it was said, and not at all for those that are over by
/// then.
/// </summary>
internal sealed class SaidNotes(Action<Transition> record) : IAsyncDisposable
{
    // Half of the ten milliseconds after which what was said is to be there: the end of an attempt, which tells it too,
    // waits for a moment of its own.
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private HashSet<PostgreSqlClaim> _noted = [];
    private ITimer? _timer;
    private bool _closed;

    public void Noted(PostgreSqlClaim claim)
    {
        lock (_gate)
        {
            if (_closed) return;
            if (_noted.Add(claim) && _noted.Count > 1) return;
            _timer ??= TimeProvider.System.CreateTimer(
                static state => ((SaidNotes)state!).Write(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(Moment, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    public void Write()
    {
        HashSet<PostgreSqlClaim> noted;
        lock (_gate) (noted, _noted) = (_noted, []);
        foreach (var claim in noted)
            if (!claim.IsOver) record(new NoteTransition(claim));
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        if (_timer is not null) await _timer.DisposeAsync().ConfigureAwait(false);
    }
}
