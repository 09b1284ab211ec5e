using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.InlineQueryResults;
using Telegram.Bot.Types.Payments;
using Telegram.Bot.Types.ReplyMarkups;
using Telegram.Bot.Extensions;

// Outside of this project's namespaces, whose types have the same names.
namespace TelegramBotTasks;

/// <summary>The same tasks with Telegram.Bot, as briefly as it lets write them.</summary>
internal static class TheirTasks
{
    public static async Task Echo(TelegramBotClient bot, Message message)
    {
        await bot.SendMessage(message.Chat, $"You said: {message.Text}");
    }

    public static async Task Format(TelegramBotClient bot, Message message)
    {
        await bot.SendMessage(message.Chat, $"Welcome, <b>{HtmlText.Escape($"{message.From!.FirstName} {message.From.LastName}")}</b>", ParseMode.Html);
    }

    public static async Task Reply(TelegramBotClient bot, Message message)
    {
        await bot.SendMessage(message.Chat, "Got it", replyParameters: message);
    }

    public static async Task Buttons(TelegramBotClient bot, Message message)
    {
        await bot.SendMessage(message.Chat, "Tea or coffee?",
            replyMarkup: new InlineKeyboardButton[][] { [("Tea", "tea")], [("Coffee", "coffee")] });
    }

    public static async Task Press(TelegramBotClient bot, CallbackQuery query)
    {
        await bot.AnswerCallbackQuery(query.Id, "Coming");
        await bot.EditMessageText(query.Message!.Chat, query.Message.Id, $"You chose {query.Data}");
    }

    public static async Task Keyboard(TelegramBotClient bot, Message message)
    {
        await bot.SendMessage(message.Chat, "Sure?", replyMarkup: new[] { "Yes", "No" });
    }

    public static async Task Photo(TelegramBotClient bot, Message message, string path)
    {
        await using var file = File.OpenRead(path);
        await bot.SendPhoto(message.Chat, file, "A cat");
    }

    public static async Task Album(TelegramBotClient bot, Message message, string first, string second)
    {
        await bot.SendMediaGroup(message.Chat, [new InputMediaPhoto(first), new InputMediaPhoto(second)]);
    }

    public static async Task Document(TelegramBotClient bot, Message message, byte[] bytes)
    {
        await bot.SendDocument(message.Chat, new InputFileStream(new MemoryStream(bytes), "report.csv"));
    }

    public static async Task Download(TelegramBotClient bot, Message message, string path)
    {
        await using var file = File.Create(path);
        await bot.GetInfoAndDownloadFile(message.Photo![^1].FileId, file);
    }

    public static async Task Poll(TelegramBotClient bot, Message message)
    {
        await bot.SendPoll(message.Chat, "Lunch?", ["Pizza", "Salad"]);
    }

    public static async Task Commands(TelegramBotClient bot)
    {
        await bot.SetMyCommands([("start", "Begin"), ("help", "Help")]);
    }

    public static async Task Inline(TelegramBotClient bot, InlineQuery query)
    {
        await bot.AnswerInlineQuery(
            query.Id, [new InlineQueryResultArticle("1", "Hello", new InputTextMessageContent("Hello, world"))]);
    }

    public static async Task Invoice(TelegramBotClient bot, Message message)
    {
        await bot.SendInvoice(message.Chat, "Book", "A good one", "book-1", "XTR", [("Book", 50)]);
    }

    public static async Task Confirm(TelegramBotClient bot, PreCheckoutQuery query)
    {
        await bot.AnswerPreCheckoutQuery(query.Id);
    }

    public static async Task Ban(TelegramBotClient bot, Message message)
    {
        if ((await bot.GetChatMember(message.Chat, message.From!.Id)).IsAdmin)
            await bot.BanChatMember(message.Chat, message.ReplyToMessage!.From!.Id);
    }
}
