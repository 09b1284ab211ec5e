using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Testing;

/// <summary>Waiting for something to happen: by signal, for a bounded time, with a story when it does not.</summary>
internal static class Waiting
{
    /// <param name="telegram">Where.</param>
    /// <param name="look">Looks whether it is there, while holding the world's gate.</param>
    /// <param name="room">The chat to tell of in a failure.</param>
    /// <param name="expectation">Who expected what.</param>
    /// <param name="cancellationToken">The caller gives up: no failure, but an
    /// <see cref="OperationCanceledException"/>.</param>
    /// <param name="hint">More to say in a failure, if there is more; asked while holding the world's gate.</param>
    public static async Task<T> WaitFor<T>(
        this TelegramSandbox telegram, Func<T?> look, Func<Room?> room, string expectation,
        CancellationToken cancellationToken, Func<string>? hint = null)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, telegram.Parts.Stopping);
        patience.CancelAfter(telegram.WaitTimeout);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = telegram.World.Feed.Changed;
            lock (telegram.World.Gate)
            {
                if (look() is { } found) return found;
            }
            try
            {
                await changed.WaitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var end = telegram.Parts.Stopping.IsCancellationRequested
                    ? "but the sandbox was stopped" : $"but not within {telegram.WaitTimeout.TotalSeconds:0.##} s";
                lock (telegram.World.Gate)
                    throw new SandboxWaitException(
                        $"{expectation}, {end}.{hint?.Invoke()}{Transcript.Of(telegram.Parts, room())}");
            }
        }
    }
}
