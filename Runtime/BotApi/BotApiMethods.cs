namespace Telegram.Webhooks.Runtime;

/// <summary>
/// The methods of the Bot API, each as one call on the bot: what Telegram requires comes first, the rest by name
/// (<c>bot.SendMessage(chatId, text, replyMarkup: keyboard)</c>). What is left out or null is not sent.
/// </summary>
/// <remarks>
/// Each is short for making the request of the same name and handing it to <see cref="ITelegramBot.Execute"/>, and
/// throws what that throws.
/// </remarks>
public static partial class BotApiMethods;
