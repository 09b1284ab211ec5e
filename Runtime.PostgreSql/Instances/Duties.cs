using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// What one instance does for all. A row says whose it is and until when; it is renewed while it is done, and others
/// look every second.
/// </summary>
internal sealed class Duties(InboxParts parts, Membership membership)
{
    public async ValueTask<InboxDuty> Take(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = parts.LeaseTime.GetTimestamp();
            try
            {
                if (await TryTake(name, membership.Session, cancellationToken).ConfigureAwait(false))
                    return new HeldDuty(this, name, membership.Session, asked);
            }
            catch (InboxUnavailableException)
            {
                // Nobody can have it then; it is asked for again.
            }

            await Task.Delay(InboxParts.Poll, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryTake(string name, Session session, CancellationToken cancellationToken)
    {
        var database = parts.Database;
        var batch = database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InstanceSql.TakeDuty).With(database.Bot).With(name).With(session.Id)
            .With(parts.Options.Lease.Duty.Microseconds()));
        return await database.Run(
            batch, reader => reader.ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Held while it is renewed in time.</summary>
    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It is, asynchronously.")]
    private sealed class HeldDuty : InboxDuty
    {
        private readonly Duties _duties;
        private readonly string _name;
        private readonly Session _session;
        private readonly CancellationTokenSource _lost = new();
        private readonly CancellationTokenSource _end = new();
        private readonly Task _renewing;
        private readonly ITimer _watch;
        private long _renewedAt;

        public HeldDuty(Duties duties, string name, Session session, long takenAt)
        {
            (_duties, _name, _session, _renewedAt) = (duties, name, session, takenAt);
            _watch = duties.LeaseTime.CreateTimer(
                static state => ((HeldDuty)state!).Check(), this, duties.Every / 4, duties.Every / 4);
            _renewing = Task.Run(Renew);
        }

        public override CancellationToken Lost => _lost.Token;

        public override async ValueTask DisposeAsync()
        {
            if (_end.IsCancellationRequested) return;
            await _end.CancelAsync().ConfigureAwait(false);
            await _renewing.ConfigureAwait(false);
            await _watch.DisposeAsync().ConfigureAwait(false);
            await _duties.End(_name, _session).ConfigureAwait(false);
        }

        // Before the others may take it.
        private void Check()
        {
            if (_lost.IsCancellationRequested || _duties.LeaseTime.GetElapsedTime(Volatile.Read(ref _renewedAt)) < _duties.Every * 2.5)
                return;
            _ = _lost.CancelAsync();
        }

        private async Task Renew()
        {
            while (!_end.IsCancellationRequested && !_lost.IsCancellationRequested)
            {
                await Task.Delay(_duties.Every, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_end.IsCancellationRequested) return;
                var asked = _duties.LeaseTime.GetTimestamp();
                try
                {
                    if (await _duties.TryTake(_name, _session, CancellationToken.None).ConfigureAwait(false))
                        Volatile.Write(ref _renewedAt, asked);
                    else await _lost.CancelAsync().ConfigureAwait(false);
                }
                catch (Exception error)
                {
                    // Until its time is over, it is tried again.
                    _duties.Failed(error);
                }
            }
        }
    }

    private TimeProvider LeaseTime => parts.LeaseTime;

    // Three times in its life.
    private TimeSpan Every => parts.Options.Lease.Duty / 3;

    private void Failed(Exception error) => parts.LoopFailed(error);

    private async Task End(string name, Session session)
    {
        try
        {
            await parts.Database.Execute(InstanceSql.EndDuty, command => command.With(parts.Database.Bot).With(name).With(session.Id)).ConfigureAwait(false);
        }
        catch (InboxUnavailableException)
        {
            // It is over by itself then, a few seconds later.
        }
    }
}
