using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Handles updates, as a class with its dependencies. <see cref="TelegramBotBuilder.Receive{T}"/> makes a new one in a
/// scope of its own for each update, so scoped services such as a <c>DbContext</c> are the update's own.
/// </summary>
public interface IUpdateReceiver
{
    /// <summary>
    /// Handles one update. When it throws, the update is tried again, with a new instance; see
    /// <see cref="UpdateReceiver"/>.
    /// </summary>
    /// <param name="update">The update; an album that came in parts is one update.</param>
    /// <param name="cancellationToken">Fires when the app stops and no longer waits for handlers.</param>
    ValueTask Receive(Update update, CancellationToken cancellationToken);
}
