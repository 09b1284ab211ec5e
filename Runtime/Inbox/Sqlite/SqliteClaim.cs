namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>A claim with its record for the file.</summary>
internal sealed class SqliteClaim : LaneClaim
{
    private readonly Action<SaidCommand> _queue;
    private int _isQueued;

    /// <param name="unit">What is claimed.</param>
    /// <param name="queue">Writes, with the next commit, what was said.</param>
    public SqliteClaim(LaneUnit unit, Action<SaidCommand> queue) : base(unit)
    {
        _queue = queue;
        Record = new AttemptCommand(this);
    }

    public AttemptCommand Record { get; }

    /// <summary>Some of what belongs to it is in the file only.</summary>
    public bool IsPartial
    {
        get
        {
            if (Unit.HasSaid) return true;
            for (var i = 0; i < Updates.Count; i++)
                if (Updates[i].Body.IsEmpty) return true;
            return false;
        }
    }

    /// <summary>Reads what is in the file only. False when its updates are not there any more.</summary>
    /// <exception cref="SqliteFault">It cannot be read.</exception>
    public bool Load(SqliteReader reader, Action<FormatException> unreadable)
    {
        var updates = new List<StoredUpdate>(Updates.Count);
        SaidCalls? said = null;
        foreach (var part in Updates)
        {
            if (reader.One(part.Id, withSaid: Unit.HasSaid) is not var (stored, saved)) continue;
            updates.Add(stored);
            if (saved.IsEmpty) continue;
            try
            {
                var notes = SaidCalls.Load(saved, Changed);
                if (said is null) said = notes;
                else said.AddAll(notes);
            }
            catch (FormatException error)
            {
                unreadable(error);
            }
        }

        if (updates.Count > 0) Complete(updates, said);
        return updates.Count > 0;
    }

    /// <summary>
    /// What the row of an update of this claim has to say, the first's: nothing when nobody said anything.
    /// </summary>
    public ReadOnlyMemory<byte> SaidOf(StoredUpdate part) =>
        part == Updates[0] && SaidIfAny is { } said ? said.Save() : default;

    /// <summary>The command is being applied: what is said from now on needs another one.</summary>
    public void Dequeued() => Volatile.Write(ref _isQueued, 0);

    protected override SaidCalls NewSaid() => new(Changed);

    private void Changed()
    {
        // Most attempts are over before their beginning is written, and then nothing has to be written for what they
        // said.
        if (IsOver || SaidIfAny is not { } said || Record.WillWrite(said)) return;
        if (Interlocked.Exchange(ref _isQueued, 1) == 0) _queue(new SaidCommand(this));
    }
}
