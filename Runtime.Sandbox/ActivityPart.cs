namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// One thing that runs by itself. It works, except between <see cref="Waits"/> and <see cref="Works"/>; disposed, it
/// has ended.
/// </summary>
internal sealed class ActivityPart(Activity activity, string name, bool isCall) : IDisposable
{
    private volatile Func<bool>? _isWoken;

    public string Name { get; } = name;

    public bool IsCall { get; } = isCall;

    public bool IsAtRest => _isWoken is { } isWoken && !isWoken();

    /// <summary>It waits, with its timers armed.</summary>
    /// <param name="isWoken">Whether what it waits for is there, even if it has not gone on yet.</param>
    public void Waits(Func<bool> isWoken)
    {
        _isWoken = isWoken;
        activity.Changed();
    }

    public void Works()
    {
        _isWoken = null;
        activity.Changed();
    }

    public void Dispose() => activity.End(this);
}
