using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Forgets ids and dead letters whose time is over, every hour, a bounded number at a time; and keeps dead letters to
/// their number, every minute. One instance does it for all: who did it last goes on doing it, and when it is gone or
/// late, the next that looks does.
/// </summary>
internal sealed class Retention : IAsyncDisposable
{
    private const string Forgetting = "inbox/forgetting";
    private const string MakingRoom = "inbox/making-room";
    private const int LettersAtOnce = 256;
    private const int SeenAtOnce = 5000;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan RoomEvery = TimeSpan.FromMinutes(1);

    private readonly InboxParts _parts;
    private readonly SeenClock _seen;
    private readonly Func<Session> _session;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly ITimer _roomTimer;
    private Task _running = Task.CompletedTask;
    private bool _closed;

    /// <param name="parts">What is shared.</param>
    /// <param name="seen">How ids are told from those that may come again.</param>
    /// <param name="session">This life of the instance.</param>
    public Retention(InboxParts parts, SeenClock seen, Func<Session> session)
    {
        (_parts, _seen, _session) = (parts, seen, session);
        _timer = parts.Context.TimeProvider.CreateTimer(
            static state => ((Retention)state!).Begin(static self => self.Forget()), this, Every, Every);
        _roomTimer = parts.LeaseTime.CreateTimer(
            static state => ((Retention)state!).Begin(static self => self.MakeRoom()), this, RoomEvery, RoomEvery);
    }

    /// <summary>What is being forgotten at the moment.</summary>
    public Task Running
    {
        get
        {
            lock (_gate) return _running;
        }
    }

    public void Start() => Begin(static self => self.Forget());

    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _roomTimer.DisposeAsync().ConfigureAwait(false);
        await Running.ConfigureAwait(false);
    }

    private void Begin(Func<Retention, Task> step)
    {
        lock (_gate)
        {
            if (_closed || !_running.IsCompleted) return;
            _running = Run(step);
        }
    }

    private async Task Run(Func<Retention, Task> step)
    {
        try
        {
            await step(this).ConfigureAwait(false);
        }
        catch (InboxException error)
        {
            InboxLog.NotForgotten(_parts.Logger, error);
        }
    }

    // Nine tenths of the time between two looks: the owner's next look comes before its turn is over, or hardly after.
    private async Task<bool> IsMine(string turn, TimeSpan every)
    {
        var session = _session();
        if (session.IsLost) return false;
        var batch = _parts.Database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InstanceSql.TakeTurn).With(_parts.Database.Bot).With(turn).With(session.Id)
            .With((every * 0.9).Microseconds()));
        return await _parts.Database.Run(batch, static reader => reader.ReadAsync()).ConfigureAwait(false);
    }

    private async Task Forget()
    {
        await MakeRoom().ConfigureAwait(false);
        if (!await IsMine(Forgetting, Every).ConfigureAwait(false)) return;
        var bot = _parts.Database.Bot;
        if (_parts.Options.DeadLetterRetention is { } kept)
        {
            var letters = await InSteps(
                DeadSql.ForgetLetters, command => command.With(bot).With(_parts.Database.TestTime)
                    .With(kept.Microseconds()), LettersAtOnce).ConfigureAwait(false);
            if (letters > 0) InboxLog.LettersForgotten(_parts.Logger, letters, kept);
        }

        var before = _seen.Now - (long)_parts.Options.Retention.TotalSeconds;
        await InSteps(DeadSql.ForgetSeen, command => command.With(bot).With(before), SeenAtOnce).ConfigureAwait(false);
    }

    private async Task MakeRoom()
    {
        if (!await IsMine(MakingRoom, RoomEvery).ConfigureAwait(false)) return;
        var letters = await InSteps(DeadSql.MakeRoom, command => command.With(_parts.Database.Bot).With(_parts.Options.MaxDeadLetters), 1000).ConfigureAwait(false);
        if (letters == 0) return;
        InboxLog.LettersGaveWay(_parts.Logger, letters);
        _parts.Fault(new InboxException($"{letters} of the oldest dead letters gave way to newer ones: more than {_parts.Options.MaxDeadLetters} are not kept."));
    }

    private async Task<int> InSteps(string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, int full)
    {
        var all = 0;
        while (!_closed)
        {
            var step = await _parts.Database.Execute(sql, fill).ConfigureAwait(false);
            all += step;
            if (step < full) break;
        }

        return all;
    }
}
