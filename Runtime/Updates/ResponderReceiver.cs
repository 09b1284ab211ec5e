using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>A responder seen as a receiver: what it returns is executed through the bot, unless a source finds a better way.</summary>
internal sealed class ResponderReceiver(TelegramBot bot, UpdateResponder responder)
{
    /// <summary>The responder behind a receiver, or null for any other delegate.</summary>
    public static ResponderReceiver? Of(UpdateReceiver receiver) => receiver.HasSingleTarget ? receiver.Target as ResponderReceiver : null;

    public ValueTask<Request?> Respond(Update update, CancellationToken cancellationToken) => responder(update, cancellationToken);

    public Task Execute(Request request, CancellationToken cancellationToken) => bot.Execute(request, cancellationToken);

    public async ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        if (await responder(update, cancellationToken).ConfigureAwait(false) is { } request)
            await Execute(request, cancellationToken).ConfigureAwait(false);
    }
}
