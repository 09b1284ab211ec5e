using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Polling;
using Telegram.Webhooks.Runtime;
using Update = Telegram.Bot.Types.Update;

/// <summary>Lets this runtime receive and keep the updates that a handler of Telegram.Bot handles.</summary>
internal static class TelegramBotHandlerExtensions
{
    /// <summary>
    /// The handler gets each update as Telegram sent it, in the model it knows. What it throws is retried as for any
    /// other receiver.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="client">What the handler answers through.</param>
    public static UpdateReceiver AsUpdateReceiver(
        this IUpdateHandler handler, ITelegramBotClient client) => async (_, cancellationToken) =>
    {
        var update = JsonSerializer.Deserialize<Update>(UpdateAttempt.Current!.Json.Span, JsonBotAPI.Options)!;
        try
        {
            await handler.HandleUpdateAsync(client, update, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await handler.HandleErrorAsync(client, exception, HandleErrorSource.HandleUpdateError, cancellationToken);
            throw;
        }
    };
}
