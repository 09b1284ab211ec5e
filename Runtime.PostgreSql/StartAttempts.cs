using Microsoft.Extensions.Logging;
using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Opening, tried again with growing pauses up to a limit: an instance often starts while its database does, or
/// recovers.
/// </summary>
internal static class StartAttempts
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <param name="open">Opens it.</param>
    /// <param name="place">Where the database is, for the text of the exception.</param>
    /// <param name="limit">How long it is tried.</param>
    /// <param name="logger">Told once that it does not open yet.</param>
    /// <param name="cancellationToken">Ends the trying.</param>
    /// <exception cref="InboxException">It cannot be opened, or not within the limit.</exception>
    public static async Task<T> Repeat<T>(
        Func<Task<T>> open, string place, TimeSpan limit, ILogger logger, CancellationToken cancellationToken)
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
                    throw new InboxUnavailableException($"The PostgreSQL inbox at {place} could not be opened within {limit.TotalSeconds:0.#} s. {Why(error)}", error);
                if (pause == FirstPause) InboxLog.NotOpenYet(logger, limit, error);
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Why(InboxUnavailableException error)
    {
        Exception cause = error;
        while (cause is not PostgresException && cause.InnerException is { } inner) cause = inner;
        return cause is PostgresException
            ? error.Message
            : $"The server cannot be reached: {cause.Message.TrimEnd('.')}. See whether it is running, and whether host, port and network are right.";
    }
}
