using System.Diagnostics;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>An attempt that runs, as far as anybody wants to know of it.</summary>
internal readonly record struct Handling(Activity? Activity, long StartedAt, UpdateFacts Facts)
{
    /// <summary>Whether anybody wanted to know when it began.</summary>
    public bool IsObserved => Facts.Kind is not null;
}
