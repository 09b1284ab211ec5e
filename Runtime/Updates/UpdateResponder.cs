using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Handles one update and may return a request to run as the answer. With <see cref="UpdateInbox.None"/> it travels in
/// the HTTP response where Telegram takes it, files to upload included, which saves a call but tells nothing of its
/// result; otherwise it is executed through the bot.
/// </summary>
/// <remarks>
/// <para>
/// In a response Telegram ignores <c>get…</c>, <c>setWebhook</c>, <c>deleteWebhook</c>, <c>close</c> and <c>logOut</c>,
/// and takes at most 1 MiB of parameters and 50 files of 4000 MiB each. What is beyond that goes through the bot, and
/// so does an upload of unknown length over HTTP/1.0, the answer to a connection that is gone, and an update whose
/// answer broke off before.
/// </para>
/// <para>
/// Files are opened when the request is returned and streamed from there: one that cannot be opened fails the update as
/// an exception would. One that cannot be read to its end cuts the response off: Telegram sends the update again, and
/// the responder sees it again, so a stream that cannot seek should be made anew for each call. A stream stays the
/// caller's, who is not told when it was sent: prefer files and bytes.
/// </para>
/// </remarks>
/// <param name="update">The update.</param>
/// <param name="cancellationToken">Fires when the server stops and no longer waits for handlers.</param>
/// <returns>The request to run, or null for none.</returns>
public delegate ValueTask<Request?> UpdateResponder(Update update, CancellationToken cancellationToken);
