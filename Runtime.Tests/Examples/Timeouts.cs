namespace Telegram.Webhooks.Runtime.Tests.Examples;

internal static class Timeouts
{
    /// <summary>
    /// How long a process may take for one step; long, because it is only waited for when something is wrong.
    /// </summary>
    public static readonly TimeSpan Process = TimeSpan.FromSeconds(60);
}
