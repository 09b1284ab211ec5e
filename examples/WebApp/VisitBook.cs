/// <summary>
/// What a DbContext is in other apps: one for each update, which collects changes until they are saved.
/// </summary>
internal sealed class VisitBook(VisitStore store)
{
    private readonly Dictionary<long, int> _changed = [];

    /// <summary>How often the user was here, this time included.</summary>
    public int Add(long user) => _changed[user] = store.Of(user) + 1;

    public void SaveChanges()
    {
        foreach (var (user, visits) in _changed)
            store.Set(user, visits);
    }
}
