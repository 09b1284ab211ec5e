using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday.Tasks;

/// <summary>The everyday tasks as docs/everyday.md shows them.</summary>
internal static class OurTasks
{
    public static async Task Echo(TelegramBot bot, Message message)
    {
        await bot.SendMessage(message.Chat, $"You said: {message.Text}");
    }

    public static async Task Format(TelegramBot bot, Message message)
    {
        await bot.SendMessage(message.Chat, html: $"Welcome, <b>{message.From!.FullName}</b>");
    }

    public static async Task Reply(TelegramBot bot, Message message)
    {
        await bot.Reply(message, "Got it");
    }

    public static async Task Buttons(TelegramBot bot, Message message)
    {
        await bot.SendMessage(message.Chat, "Tea or coffee?",
            replyMarkup: new InlineKeyboardMarkup([[("Tea", "tea")], [("Coffee", "coffee")]]));
    }

    public static async Task Press(TelegramBot bot, CallbackQuery query)
    {
        await bot.Answer(query, "Coming");
        await bot.Edit(query, $"You chose {query.Data}");
    }

    public static async Task Keyboard(TelegramBot bot, Message message)
    {
        await bot.SendMessage(message.Chat, "Sure?", replyMarkup: new[] { "Yes", "No" });
    }

    public static async Task Photo(TelegramBot bot, Message message, string path)
    {
        await bot.SendPhoto(message.Chat, InputFile.FromPath(path), "A cat");
    }

    public static async Task Album(TelegramBot bot, Message message, string first, string second)
    {
        await bot.SendMediaGroup(message.Chat, [new InputMediaPhoto(first), new InputMediaPhoto(second)]);
    }

    public static async Task Document(TelegramBot bot, Message message, byte[] bytes)
    {
        await bot.SendDocument(message.Chat, bytes.ToInputFile("report.csv"));
    }

    public static async Task Download(TelegramBot bot, Message message, string path)
    {
        await bot.Download(message.LargestPhoto!.FileId, path);
    }

    public static async Task Poll(TelegramBot bot, Message message)
    {
        await bot.SendPoll(message.Chat, "Lunch?", ["Pizza", "Salad"]);
    }

    public static async Task Commands(TelegramBot bot)
    {
        await bot.SetMyCommands([("start", "Begin"), ("help", "Help")]);
    }

    public static async Task Inline(TelegramBot bot, InlineQuery query)
    {
        await bot.Answer(query, [new InlineQueryResultArticle("1", "Hello", "Hello, world")]);
    }

    public static async Task Invoice(TelegramBot bot, Message message)
    {
        await bot.SendInvoice(message.Chat, "Book", "A good one", "book-1", "XTR", [("Book", 50)]);
    }

    public static async Task Confirm(TelegramBot bot, PreCheckoutQuery query)
    {
        await bot.Answer(query);
    }

    public static async Task Ban(TelegramBot bot, Message message)
    {
        if ((await bot.GetChatMember(message.Chat, message.From!.Id)).IsAdmin)
            await bot.BanChatMember(message.Chat, message.ReplyToMessage!.From!.Id);
    }
}
