using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Lets a function that returns its answer be used wherever a receiver is taken.</summary>
public static class UpdateResponderExtensions
{
    /// <summary>
    /// A receiver that runs what <paramref name="responder"/> returns, in the HTTP response where that is possible
    /// (<see cref="UpdateResponder"/>).
    /// </summary>
    /// <param name="bot">Executes the requests that cannot travel in the response.</param>
    /// <param name="responder">Handles an update and may return a request.</param>
    public static UpdateReceiver RespondWith(this ITelegramBot bot, UpdateResponder responder)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(responder);
        return new ResponderReceiver(bot, responder).Receive;
    }
}
