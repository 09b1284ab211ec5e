/// <summary>What the bot does.</summary>
public static class EchoBot
{
    public static FlowsUpdatesFilter Filter(TelegramBot bot) => new(flows =>
    {
        flows.Commands("start").OnEach(async (command, ct) =>
            await bot.SendMessage(command.Message.Chat.Id, "Hello! Say something.", cancellationToken: ct));

        flows.MessagesFlow
            .Where(message => message.Text is { } text && !text.StartsWith('/'))
            .OnEach(async (message, ct) =>
                await bot.SendMessage(message.Chat.Id, $"You said: {message.Text}", cancellationToken: ct));
    });
}
