using Telegram.Webhooks.Runtime;
using Telegram.Webhooks.Runtime.Types;

namespace Quickstart;

/// <summary>What the bot does: echo, two commands, an inline keyboard, albums.</summary>
public static class QuickstartBot
{
    /// <summary>The bot's code as one filter.</summary>
    public static FlowsUpdatesFilter Filter(TelegramBot bot) => new(f =>
    {
        f.Commands("start").OnEach(async (command, ct) =>
            await bot.SendMessage(command.Message.Chat.Id, "Hello! Say something, send an album, or try /choose.", cancellationToken: ct));

        f.Commands("choose").OnEach(async (command, ct) =>
            await bot.SendMessage(command.Message.Chat.Id, "Tea or coffee?", replyMarkup: Choice(), cancellationToken: ct));

        f.MessagesFlow
            .Where(message => message.Text is { } text && !text.StartsWith('/'))
            .OnEach(async (message, ct) => await bot.SendMessage(message.Chat.Id, $"You said: {message.Text}", cancellationToken: ct));

        f.MessageMediaGroupsFlow.OnEach(async (album, ct) =>
            await bot.SendMessage(album[0].Chat.Id, $"An album of {album.Count}. Nice.", cancellationToken: ct));

        f.CallbackQueriesFlow.OnEach(async (query, ct) =>
        {
            await bot.AnswerCallbackQuery(query.Id, text: "Noted", cancellationToken: ct);
            if (query.Message is { } asked)
                await bot.EditMessageText(text: $"You chose {query.Data}.", chatId: asked.Chat.Id, messageId: asked.MessageId, cancellationToken: ct);
        });
    });

    /// <summary>Registers the bot's webhook and serves it with a self-signed certificate.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="publicUrl">Where Telegram reaches it.</param>
    /// <param name="port">The port to listen on.</param>
    /// <param name="host">The address to listen on.</param>
    /// <param name="options">Inbox and the like; null for the defaults: a SQLite file below the working directory.</param>
    public static Task<WebhookServer> Start(TelegramBot bot, Uri publicUrl, int port, string host, WebhookServerOptions? options = null)
    {
        var filter = Filter(bot);
        return bot.SetWebhookInfoAndStartListenWebhooks(
            port: port,
            host: host,
            subroute: publicUrl.AbsolutePath,
            setWebhook: new SetWebhook(publicUrl.AbsoluteUri, maxConnections: 40, allowedUpdates: filter.AllowedUpdates),
            privateKeyConfig: WebhookPrivateKeyConfig.SelfSigned(publicUrl.Host),
            onError: error => Console.Error.WriteLine(error.Message),
            receiver: filter.AsUpdateReceiver,
            options: options);
    }

    private static InlineKeyboardMarkup Choice() => [[("Tea", "tea"), ("Coffee", "coffee")]];
}
