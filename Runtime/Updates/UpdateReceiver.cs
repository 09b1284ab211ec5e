using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Handles one update. An update counts as handled when the receiver returns; when it throws, the update is retried.
/// Called for different chats at once, and within one chat for one update after the other. It should await and not
/// block: a thread that it blocks is one of the pool's, which incoming requests need too.
/// </summary>
/// <param name="update">The update; an album that came in parts is one update
/// (<see cref="Update.MediaGroup"/>).</param>
/// <param name="cancellationToken">Fires when the server stops and no longer waits for handlers.</param>
public delegate ValueTask UpdateReceiver(Update update, CancellationToken cancellationToken);
