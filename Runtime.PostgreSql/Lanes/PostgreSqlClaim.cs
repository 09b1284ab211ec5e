using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>A claim; held while its lane knows it and its session lasts.</summary>
internal sealed class PostgreSqlClaim : UpdateClaim
{
    private readonly Action<PostgreSqlClaim> _noted;
    private readonly Action<InboxException> _unreadable;
    private SaidCalls? _said;
    private volatile bool _isOver;

    /// <param name="lane">The lane it is of.</param>
    /// <param name="rows">What is claimed.</param>
    /// <param name="age">How long ago the first of them came in.</param>
    /// <param name="noted">Writes, a moment later, what was said.</param>
    /// <param name="unreadable">Told when what was said cannot be read.</param>
    public PostgreSqlClaim(
        OwnedLane lane, IReadOnlyList<LaneRow> rows, TimeSpan age, Action<PostgreSqlClaim> noted, Action<InboxException> unreadable)
    {
        Lane = lane;
        Rows = rows;
        Updates = rows.Count == 1 ? [rows[0].Update] : [.. rows.Select(row => row.Update)];
        Attempt = rows[0].Attempt + lane.Crashes + 1;
        LastAttemptFailed = lane.Crashes == 0 && rows[0].Failed;
        Age = age;
        _noted = noted;
        _unreadable = unreadable;
    }

    public OwnedLane Lane { get; }

    public IReadOnlyList<LaneRow> Rows { get; }

    public override IReadOnlyList<StoredUpdate> Updates { get; }

    public override int Attempt { get; }

    public override bool LastAttemptFailed { get; }

    public override TimeSpan? Age { get; }

    public override CancellationToken Lost => Lane.Session.Lost;

    // Made when somebody asks: hardly any update has any.
    public override SaidCalls Said =>
        Volatile.Read(ref _said) ?? Interlocked.CompareExchange(ref _said, LoadSaid(), null) ?? _said;

    /// <summary>There are notes of what was said, of this attempt or of an earlier one.</summary>
    public bool HasSaid => Volatile.Read(ref _said) is { Count: > 0 };

    /// <summary>A transition was made.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    /// <summary>
    /// What was said, as it is kept with the first of its rows: what is there already when nobody asked for it.
    /// </summary>
    public byte[]? SavedSaid()
    {
        var saved = Volatile.Read(ref _said) is { } said ? said.Save()
            .ToArray() : Rows.Count == 1 ? Rows[0].Said : Said.Save().ToArray();
        return saved.Length == 0 ? null : saved;
    }

    private SaidCalls LoadSaid()
    {
        SaidCalls? said = null;
        foreach (var row in Rows)
        {
            if (row.Said.Length == 0) continue;
            try
            {
                var notes = SaidCalls.Load(row.Said, Noted);
                if (said is null) said = notes;
                else said.AddAll(notes);
            }
            catch (FormatException error)
            {
                _unreadable(new InboxException($"What was said already for update {row.Update.UpdateId} cannot be read and is forgotten: {error.Message}", error));
            }
        }

        return said ?? new SaidCalls(Noted);
    }

    private void Noted()
    {
        if (!_isOver) _noted(this);
    }
}
