using System.Buffers;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// What the attempts on an update have already got done, so that a later attempt need not do it again. Thread-safe, and
/// bounded: what is beyond the bounds is not noted. An engine keeps it with the update, as one blob
/// (<see cref="Save"/>, <see cref="Load"/>).
/// </summary>
public sealed class SaidCalls
{
    /// <summary>How many calls of an update are noted at most.</summary>
    public const int MaxCalls = 256;

    /// <summary>How many bytes the notes of an update take at most, as saved.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int FirstBytes = 1024;

    // So much of what calls sent is held at most until their digests are taken.
    private const int MaxHeldBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Action? _changed;

    // As they are saved, in memory borrowed from the pool: most updates are handled without a failure, and then nobody
    // ever looks.
    private byte[]? _bytes;
    private int _length;
    private int _count;
    private bool _isReleased;

    // Those at the end whose digest is not in the bytes yet, each with where it belongs.
    private List<(INewlySaid Call, int At)>? _newest;
    private int _held;

    /// <summary>Creates an empty list.</summary>
    /// <param name="changed">Called after each addition, outside of any lock, on the thread that added; must return at
    /// once.</param>
    public SaidCalls(Action? changed = null) => _changed = changed;

    /// <summary>How many are noted.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>How many bytes the notes take.</summary>
    internal int Bytes
    {
        get
        {
            lock (_gate) return _length;
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="saved">The blob; empty for nothing.</param>
    /// <param name="changed">Called after each addition, outside of any lock, on the thread that added; must return at
    /// once.</param>
    /// <exception cref="FormatException">It is damaged, or of a newer version.</exception>
    public static SaidCalls Load(ReadOnlyMemory<byte> saved, Action? changed = null)
    {
        var said = new SaidCalls(changed);
        foreach (var call in SaidCallsFormat.Read(saved))
            said.TryKeep(call.Name, call.Digest.Span, call.Occurrence, call.Result.Span);
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
            Digest();
            return TryFind(name, digest, occurrence, out var call) ? call.ToCall() : null;
        }
    }

    /// <summary>Notes a call. One that is noted already stays as it is.</summary>
    /// <returns>False when there is no room for it, and it was not noted.</returns>
    public bool Add(SaidCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (TryKeep(call.Name, call.Digest.Span, call.Occurrence, call.Result.Span) is not { } isNew) return false;
        if (isNew) _changed?.Invoke();
        return true;
    }

    /// <summary>The notes, in the order they were made.</summary>
    public IReadOnlyList<SaidCall> ToList()
    {
        lock (_gate)
        {
            Digest();
            return _count == 0 ? [] : SaidCallsFormat.Read(_bytes.AsMemory(0, _length));
        }
    }

    /// <summary>Everything as one blob, of at most <see cref="MaxBytes"/>; empty when nothing is noted.</summary>
    public ReadOnlyMemory<byte> Save()
    {
        lock (_gate)
        {
            Digest();
            return _count == 0 ? default : _bytes.AsSpan(0, _length).ToArray();
        }
    }

    /// <summary>
    /// Adds the notes of another list, as far as there is room: what belongs to a media group is noted once for all its
    /// parts.
    /// </summary>
    public void AddAll(SaidCalls other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var call in other.ToList()) TryKeep(call.Name, call.Digest.Span, call.Occurrence, call.Result.Span);
    }

    /// <summary>Notes a call that no note is known of.</summary>
    /// <returns>False when there is no room for it, and it was not noted.</returns>
    internal bool Add(INewlySaid call, ReadOnlySpan<byte> result)
    {
        lock (_gate)
        {
            if (Room(call.Name, result.Length) is not { } start) return false;
            var length = SaidCallsFormat.Write(_bytes.AsSpan(start), call.Name, stackalloc byte[SaidCall.DigestBytes],
                call.Occurrence, result, out var digestAt);
            (_newest ??= []).Add((call, start + digestAt));
            Added(start + length);
            _held += call.HeldBytes;
            if (_held > MaxHeldBytes) Digest();
        }

        _changed?.Invoke();
        return true;
    }

    /// <summary>The update is done: nobody will ask for its notes, and their memory is free.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (_bytes is { } bytes) ArrayPool<byte>.Shared.Return(bytes);
            (_bytes, _length, _count, _isReleased) = (null, 0, 0, true);
            (_newest, _held) = (null, 0);
        }
    }

    // Null: no room. False: known already.
    private bool? TryKeep(string name, ReadOnlySpan<byte> digest, int occurrence, ReadOnlySpan<byte> result)
    {
        lock (_gate)
        {
            Digest();
            if (TryFind(name, digest, occurrence, out _)) return false;
            if (Room(name, result.Length) is not { } start) return null;
            Added(start + SaidCallsFormat.Write(_bytes.AsSpan(start), name, digest, occurrence, result, out _));
            return true;
        }
    }

    // Where the next one is written; null when there is no room for it.
    private int? Room(string name, int resultLength)
    {
        var start = Math.Max(_length, SaidCallsFormat.HeaderBytes);
        var most = start + SaidCallsFormat.BytesOf(name, resultLength);
        if (_isReleased || _count >= MaxCalls || most > MaxBytes) return null;
        Grow(most);
        return start;
    }

    private void Added(int length)
    {
        _length = length;
        _count++;
    }

    private void Digest()
    {
        if (_newest is null) return;
        foreach (var (call, at) in _newest) call.Digest.CopyTo(_bytes.AsSpan(at));
        (_newest, _held) = (null, 0);
    }

    private bool TryFind(string name, ReadOnlySpan<byte> digest, int occurrence, out SaidCallsFormat.SavedCall found)
    {
        var rest = SaidCallsFormat.Calls(_bytes.AsSpan(0, _length));
        while (SaidCallsFormat.TryRead(ref rest, out found))
            if (found.Is(name, digest, occurrence)) return true;
        return false;
    }

    private void Grow(int bytes)
    {
        if (_bytes is { } enough && enough.Length >= bytes) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, _bytes is null ? FirstBytes : 2 * _length));
        SaidCallsFormat.WriteHeader(larger);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes is { } smaller) ArrayPool<byte>.Shared.Return(smaller);
        _bytes = larger;
    }
}
