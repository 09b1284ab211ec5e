using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>
/// What is there to be observed at the moment. Instruments live as long as the process, and inboxes, handlers and
/// certificates come and go. Thread-safe.
/// </summary>
internal sealed class ObservedSet<T>
    where T : struct
{
    private readonly Lock _gate = new();
    private readonly List<Observed> _all = [];

    /// <summary>Adds something until what is returned is disposed.</summary>
    /// <param name="read">Reads it, at once; null when there is nothing to read.</param>
    /// <param name="tags">What it is.</param>
    public IDisposable Add(Func<T?> read, params KeyValuePair<string, object?>[] tags)
    {
        var observed = new Observed(this, read, tags);
        lock (_gate) _all.Add(observed);
        return observed;
    }

    public IEnumerable<Measurement<TValue>> Measure<TValue>(Func<T, TValue> select)
        where TValue : struct
    {
        Observed[] all;
        lock (_gate) all = [.. _all];
        foreach (var observed in all)
            if (observed.Read() is { } reading) yield return new Measurement<TValue>(select(reading), observed.Tags);
    }

    private sealed class Observed(ObservedSet<T> set, Func<T?> read, KeyValuePair<string, object?>[] tags) : IDisposable
    {
        public KeyValuePair<string, object?>[] Tags => tags;

        public T? Read() => read();

        public void Dispose()
        {
            lock (set._gate) set._all.Remove(this);
        }
    }
}
