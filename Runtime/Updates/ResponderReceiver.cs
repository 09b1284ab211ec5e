using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// A responder seen as a receiver: what it returns is executed through the bot, unless a source finds a better way.
/// </summary>
internal sealed class ResponderReceiver(ITelegramBot bot, UpdateResponder responder)
{
    /// <summary>The responder behind a receiver, or null for any other delegate.</summary>
    public static ResponderReceiver? Of(UpdateReceiver receiver) =>
        receiver.HasSingleTarget ? receiver.Target as ResponderReceiver : null;

    public ValueTask<Request?> Respond(Update update, CancellationToken cancellationToken) =>
        responder(update, cancellationToken);

    // The result interests nobody, so that of a bot of ours need not be decoded, nor can it be undecodable.
    public Task Execute(Request request, CancellationToken cancellationToken) =>
        bot is TelegramBot own ? own.Execute(request, cancellationToken) : request.ExecuteThrough(bot, cancellationToken);

    public async ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        if (await responder(update, cancellationToken).ConfigureAwait(false) is { } request)
            await Execute(request, cancellationToken).ConfigureAwait(false);
    }
}
