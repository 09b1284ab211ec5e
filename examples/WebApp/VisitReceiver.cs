using Telegram.Webhooks.Runtime;
using Telegram.Webhooks.Runtime.Types;

/// <summary>Handles an update. A new one is made for each, in a scope of its own.</summary>
internal sealed class VisitReceiver(ITelegramBot bot, VisitBook book) : IUpdateReceiver
{
    public async ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        if (update.Message is not { From: { } user, Text: { } text } message)
            return;
        var visits = book.Add(user.Id);
        await bot.SendMessage(
            message.Chat.Id, $"You said: {text} (for the {visits}. time)", cancellationToken: cancellationToken);
        // Last: when something above throws, the update is tried again, and nothing was counted. The answer is not sent
        // twice.
        book.SaveChanges();
    }
}
