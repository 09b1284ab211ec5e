using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Opening, tried again with growing pauses up to a limit: an instance often starts while its database does, or recovers.</summary>
internal static class StartAttempts
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="InboxException">It cannot be opened, or not within the limit.</exception>
    public static async Task<T> Repeat<T>(Func<Task<T>> open, TimeSpan limit, ILogger logger, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await open().ConfigureAwait(false);
            }
            catch (InboxUnavailableException error) when (PassingFault.Is(error) && !cancellationToken.IsCancellationRequested)
            {
                if (TimeProvider.System.GetElapsedTime(began) + pause >= limit)
                    throw new InboxUnavailableException($"The PostgreSQL inbox could not be opened within {limit.TotalSeconds:0.#} s. {error.Message}", error);
                if (pause == FirstPause) InboxLog.NotOpenYet(logger, limit, error);
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
