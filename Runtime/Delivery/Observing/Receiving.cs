using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>An update that is being received, as far as anybody wants to know of it.</summary>
internal readonly record struct Receiving(Activity? Activity, long StartedAt)
{
    /// <summary>Whether anybody wanted to know when it began.</summary>
    public bool IsObserved => StartedAt != 0 || Activity is not null;
}
