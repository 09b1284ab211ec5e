namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Tells new dead letters from those that were there before: how many have come within the last hour. Used by one check
/// at a time.
/// </summary>
internal sealed class DeadLetterTrend(TimeProvider time)
{
    private static readonly TimeSpan NewFor = TimeSpan.FromHours(1);

    private readonly Queue<(long At, long Count)> _grown = new();
    private long? _last;

    /// <summary>
    /// How many are new. What is there at the first look is not; where the number falls, somebody has seen to them.
    /// </summary>
    public long Fresh(long dead)
    {
        if (_last is { } last && dead > last)
            _grown.Enqueue((time.GetTimestamp(), dead - last));
        else if (dead < _last)
            _grown.Clear();
        _last = dead;
        while (_grown.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= NewFor)
            _grown.Dequeue();
        return _grown.Sum(grown => grown.Count);
    }
}
