namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// What the attempts on an update have already got done, so that a later attempt need not do it again. Thread-safe, and bounded: what is beyond
/// the bounds is not noted. An engine keeps it with the update, as one blob (<see cref="Save"/>, <see cref="Load"/>).
/// </summary>
public sealed class SaidCalls
{
    /// <summary>How many calls of an update are noted at most.</summary>
    public const int MaxCalls = 256;

    /// <summary>How many bytes the notes of an update take at most, as saved.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly Action? _changed;

    // Null until there is one: most updates are handled without a failure, and nobody looks.
    private List<SaidCall>? _calls;
    private int _bytes = SaidCallsFormat.HeaderBytes;

    /// <summary>Creates an empty list.</summary>
    /// <param name="changed">Called after each addition, outside of any lock, on the thread that added; must return at once.</param>
    public SaidCalls(Action? changed = null) => _changed = changed;

    /// <summary>How many are noted.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _calls?.Count ?? 0;
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="saved">The blob; empty for nothing.</param>
    /// <param name="changed">Called after each addition, outside of any lock, on the thread that added; must return at once.</param>
    /// <exception cref="FormatException">It is damaged, or of a newer version.</exception>
    public static SaidCalls Load(ReadOnlyMemory<byte> saved, Action? changed = null)
    {
        var said = new SaidCalls(changed);
        foreach (var call in SaidCallsFormat.Read(saved)) said.TryKeep(call);
        return said;
    }

    /// <summary>The note of a call, or null.</summary>
    /// <param name="name"><see cref="SaidCall.Name"/>.</param>
    /// <param name="digest"><see cref="SaidCall.Digest"/>.</param>
    /// <param name="occurrence"><see cref="SaidCall.Occurrence"/>.</param>
    public SaidCall? Find(string name, ReadOnlySpan<byte> digest, int occurrence)
    {
        lock (_gate)
        {
            // A few, nearly always; and those that differ do so in their number or the digest's first bytes.
            foreach (var call in _calls ?? [])
                if (call.Is(name, digest, occurrence)) return call;
            return null;
        }
    }

    /// <summary>Notes a call. One that is noted already stays as it is.</summary>
    /// <returns>False when there is no room for it, and it was not noted.</returns>
    public bool Add(SaidCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (TryKeep(call) is not { } isNew) return false;
        if (isNew) _changed?.Invoke();
        return true;
    }

    /// <summary>The notes, in the order they were made.</summary>
    public IReadOnlyList<SaidCall> ToList()
    {
        lock (_gate) return _calls is null ? [] : [.. _calls];
    }

    /// <summary>Everything as one blob, of at most <see cref="MaxBytes"/>; empty when nothing is noted.</summary>
    public ReadOnlyMemory<byte> Save()
    {
        lock (_gate) return _calls is null ? default : SaidCallsFormat.Write(_calls, _bytes);
    }

    /// <summary>Adds the notes of another list, as far as there is room: what belongs to a media group is noted once for all its parts.</summary>
    public void AddAll(SaidCalls other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var call in other.ToList()) TryKeep(call);
    }

    // Null: no room. False: known already.
    private bool? TryKeep(SaidCall call)
    {
        lock (_gate)
        {
            if (Find(call.Name, call.Digest.Span, call.Occurrence) is not null) return false;
            var bytes = _bytes + SaidCallsFormat.BytesOf(call);
            if (_calls?.Count >= MaxCalls || bytes > MaxBytes) return null;
            (_calls ??= []).Add(call);
            _bytes = bytes;
            return true;
        }
    }
}
