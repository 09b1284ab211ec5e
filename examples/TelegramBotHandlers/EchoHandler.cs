using Telegram.Bot;
using Telegram.Bot.Polling;
using Update = Telegram.Bot.Types.Update;

/// <summary>A handler as people have written them for Telegram.Bot; it knows nothing of this runtime.</summary>
internal sealed class EchoHandler : IUpdateHandler
{
    public async Task HandleUpdateAsync(
        ITelegramBotClient botClient, Update update, CancellationToken cancellationToken)
    {
        if (update.CallbackQuery is { } query)
            await botClient.AnswerCallbackQuery(query.Id, "Noted", cancellationToken: cancellationToken);
        else if (update.Message is { Text: { } text } message)
            await botClient.SendMessage(message.Chat.Id, $"You said: {text}", cancellationToken: cancellationToken);
    }

    public Task HandleErrorAsync(ITelegramBotClient botClient, Exception exception, HandleErrorSource source,
        CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"{source}: {exception.Message}");
        return Task.CompletedTask;
    }
}
