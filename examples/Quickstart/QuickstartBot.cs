using Telegram.Webhooks.Runtime;
using Telegram.Webhooks.Runtime.Types;

namespace Quickstart;

/// <summary>What the bot does: echo, commands, an inline keyboard, albums.</summary>
public static class QuickstartBot
{
    private static readonly (string Name, string Description)[] Commands =
        [("start", "Say hello"), ("choose", "Choose tea or coffee"), ("help", "What the bot can do")];

    private static string KnownCommands => $"Try {string.Join(", ", Commands.Select(command => $"/{command.Name}"))}.";

    /// <summary>The bot's code as one filter.</summary>
    public static FlowsUpdatesFilter Filter(TelegramBot bot) => new(f =>
    {
        f.Commands("start").OnEach(async (command, ct) =>
            await bot.SendMessage(command.Message.Chat.Id, "Hello! Say something, send an album, or try /choose.",
                cancellationToken: ct));

        f.Commands("help").OnEach(async (command, ct) => await bot.SendMessage(command.Message.Chat.Id, KnownCommands, cancellationToken: ct));

        f.Commands("choose").OnEach(async (command, ct) =>
            await bot.SendMessage(
                command.Message.Chat.Id, "Tea or coffee?", replyMarkup: Choice(), cancellationToken: ct));

        f.MessagesFlow
            .Where(message => message.Text is { } text && !text.StartsWith('/'))
            .OnEach(async (message, ct) => await bot.SendMessage(message.Chat.Id, $"You said: {message.Text}", cancellationToken: ct));

        f.MessagesFlow
            .Where(message => message.Text is { } text && text.StartsWith('/') && !Commands.Any(known => IsCommand(text, known.Name)))
            .OnEach(async (message, ct) => await bot.SendMessage(message.Chat.Id, $"I do not know that command. {KnownCommands}", cancellationToken: ct));

        f.MessageMediaGroupsFlow.OnEach(async (album, ct) =>
            await bot.SendMessage(album[0].Chat.Id, $"An album of {album.Count}. Nice.", cancellationToken: ct));

        f.CallbackQueriesFlow.OnEach(async (query, ct) =>
        {
            await bot.AnswerCallbackQuery(query.Id, text: "Noted", cancellationToken: ct);
            if (query.Message is { } asked)
                await bot.EditMessageText(text: $"You chose {query.Data}.", chatId: asked.Chat.Id,
                    messageId: asked.MessageId, cancellationToken: ct);
        });
    });

    /// <summary>Registers the bot's commands and webhook, and serves it with a self-signed certificate.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="publicUrl">Where Telegram reaches it.</param>
    /// <param name="port">The port to listen on.</param>
    /// <param name="host">The address to listen on.</param>
    /// <param name="options">Inbox and the like; null for the defaults: a SQLite file below the working
    /// directory.</param>
    public static async Task<WebhookServer> Start(
        TelegramBot bot, Uri publicUrl, int port, string host, WebhookServerOptions? options = null)
    {
        var filter = Filter(bot);
        await bot.SetMyCommands([.. Commands.Select(command => new BotCommand { Command = command.Name, Description = command.Description })]);
        return await bot.SetWebhookInfoAndStartListenWebhooks(
            port: port,
            host: host,
            subroute: publicUrl.AbsolutePath,
            setWebhook: new SetWebhook(
                publicUrl.AbsoluteUri, maxConnections: 40, allowedUpdates: filter.AllowedUpdates),
            privateKeyConfig: WebhookPrivateKeyConfig.SelfSigned(publicUrl.Host),
            onError: null, // what goes wrong is in the log; this is for alerts of your own
            receiver: filter.AsUpdateReceiver,
            options: options);
    }

    // /choose, /choose@the_bot and /choose with something behind it.
    private static bool IsCommand(string text, string name) =>
        text[1..].Split(' ', '@', '\n')[0].Equals(name, StringComparison.OrdinalIgnoreCase);

    private static InlineKeyboardMarkup Choice() => [[("Tea", "tea"), ("Coffee", "coffee")]];
}
