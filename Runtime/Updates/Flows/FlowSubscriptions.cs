namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>Several things that a subscriber leaves together.</summary>
internal sealed class FlowSubscriptions(params IDisposable[] parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var part in parts) part.Dispose();
    }
}
