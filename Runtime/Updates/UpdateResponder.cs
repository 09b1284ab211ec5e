using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Handles one update and may return a request to run as the answer. With <see cref="UpdateInbox.None"/> it travels in the HTTP
/// response where Telegram takes it, which saves a call but tells nothing of its result; otherwise it is executed through the bot.
/// </summary>
/// <param name="update">The update.</param>
/// <param name="cancellationToken">Fires when the server stops and no longer waits for handlers.</param>
/// <returns>The request to run, or null for none.</returns>
public delegate ValueTask<Request?> UpdateResponder(Update update, CancellationToken cancellationToken);
