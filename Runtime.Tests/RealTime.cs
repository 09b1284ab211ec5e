namespace Telegram.Webhooks.Runtime.Tests;

/// <summary>How long tests wait in real time. A test that passes is not slower by it; one that hangs ends.</summary>
internal static class RealTime
{
    /// <summary>For what should come at once, on a machine that has many times more to do than it can.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
