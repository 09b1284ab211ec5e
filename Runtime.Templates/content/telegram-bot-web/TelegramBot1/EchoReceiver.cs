/// <summary>What the bot does. A new one is made for each update, with what it asks for in its constructor.</summary>
public sealed class EchoReceiver(ITelegramBot bot) : IUpdateReceiver
{
    public async ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        if (update.Message is { Text: { } text } message)
            await bot.SendMessage(message.Chat.Id, $"You said: {text}", cancellationToken: cancellationToken);
    }
}
