using System.Collections.Concurrent;

/// <summary>What a database is in other apps.</summary>
internal sealed class VisitStore
{
    private readonly ConcurrentDictionary<long, int> _visits = new();

    public int Of(long user) => _visits.GetValueOrDefault(user);

    public void Set(long user, int visits) => _visits[user] = visits;
}
