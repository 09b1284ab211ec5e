using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Testing;

/// <summary>Waiting for something to happen: by signal, for a bounded time, with a story when it does not.</summary>
internal static class Waiting
{
    public static async Task<T> WaitFor<T>(this TelegramSandbox telegram, Func<T?> look, Func<Room?> room, string expectation)
        where T : class
    {
        using var patience = new CancellationTokenSource(telegram.WaitTimeout);
        while (true)
        {
            var changed = telegram.World.Feed.Changed;
            lock (telegram.World.Gate)
            {
                if (look() is { } found) return found;
            }
            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                string story;
                lock (telegram.World.Gate) story = Transcript.Of(telegram.Parts, room());
                throw new SandboxWaitException($"{expectation}, but not within {telegram.WaitTimeout.TotalSeconds:0.#} s.{story}");
            }
        }
    }
}
