namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// Knows of everything that runs by itself in the sandbox whether it works or waits. A clock that is moved while
/// something is on its way from one wait to the next moves past a timer that is not armed yet; who moves it asks here
/// first. Thread-safe.
/// </summary>
internal sealed class Activity
{
    private readonly Lock _gate = new();
    private readonly HashSet<ActivityPart> _parts = [];
    private long _changes;

    /// <summary>How many calls of the Bot API are being answered.</summary>
    public int Calls
    {
        get
        {
            lock (_gate) return _parts.Count(part => part.IsCall);
        }
    }

    /// <summary>Whether everything waits, for time to pass or for the other side.</summary>
    public bool IsAtRest
    {
        get
        {
            // One may have woken another between two looks: only a look during which nothing changed counts.
            var before = Interlocked.Read(ref _changes);
            ActivityPart[] parts;
            lock (_gate) parts = [.. _parts];
            return Array.TrueForAll(parts, part => part.IsAtRest) && before == Interlocked.Read(ref _changes);
        }
    }

    /// <summary>Something new that works, until it says that it waits.</summary>
    public ActivityPart Begin(string name, bool isCall = false)
    {
        var part = new ActivityPart(this, name, isCall);
        lock (_gate) _parts.Add(part);
        Changed();
        return part;
    }

    /// <summary>What is at work now, for the failure of a test.</summary>
    public override string ToString()
    {
        lock (_gate) return string.Join(", ", _parts.Where(part => !part.IsAtRest).Select(part => part.Name));
    }

    internal void Changed() => Interlocked.Increment(ref _changes);

    internal void End(ActivityPart part)
    {
        lock (_gate) _parts.Remove(part);
        Changed();
    }
}
