using Telegram.Webhooks.Runtime.Tests.Docs;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>What looks right and would do the wrong thing does not compile; beside it, what does.</summary>
public sealed class DoesNotCompileTests
{
    [TestCase("a file id where a path is wanted", "await bot.DownloadFile(message.Document!.FileId, Stream.Null);", "await bot.Download(message.Document!.FileId, Stream.Null);")]
    [TestCase("text of somebody else as markup", "await bot.SendMessage(chat, html: message.Text!);", "await bot.SendMessage(chat, html: $\"{message.Text}\");")]
    [TestCase("text of somebody else as MarkdownV2", "TelegramMarkdown markdown = message.Text!;", "TelegramMarkdown markdown = $\"{message.Text}\";")]
    [TestCase("words where a message id is wanted", "await bot.EditMessageText(chat, \"new text\");", "await bot.EditMessageText(chat, message.MessageId, \"new text\");")]
    [TestCase("words where a chat is wanted", "await bot.EditMessageText(\"new text\");", "await bot.EditMessageText(\"@name\", message.MessageId, \"new text\");")]
    [TestCase("a caption where a chat is wanted", "await bot.EditMessageCaption(\"new\");", "await bot.EditMessageCaption(\"@name\", message.MessageId, \"new\");")]
    [TestCase("a keyboard where how to read the words is wanted", "await bot.SendMessage(chat, \"hi\", new InlineKeyboardMarkup());", "await bot.SendMessage(chat, \"hi\", replyMarkup: new InlineKeyboardMarkup());")]
    [TestCase("an inline button without anything to do", "InlineKeyboardMarkup keyboard = [[\"Yes\"]];", "InlineKeyboardMarkup keyboard = [[(\"Yes\", \"yes\")]];")]
    [TestCase("an inline button of a label alone", "var button = new InlineKeyboardButton(\"Yes\");", "var button = new InlineKeyboardButton(\"Yes\", \"yes\");")]
    [TestCase("a keyboard of the other sort", "await bot.Edit(message, \"hi\", replyMarkup: new ReplyKeyboardMarkup());", "await bot.Edit(message, \"hi\", replyMarkup: new InlineKeyboardMarkup());")]
    [TestCase("a command without its description", "var command = new BotCommand { Command = \"start\" };", "var command = new BotCommand(\"start\", \"Begin\");")]
    [TestCase("a cancellation token where words are wanted", "await bot.SendMessage(chat, cancellationToken);", "await bot.SendMessage(chat, \"hi\", cancellationToken: cancellationToken);")]
    [TestCase("changing a message that came", "message.Text = \"other\";", "var other = new Message { Text = \"other\" };")]
    [TestCase("a kind that is none in a switch", "_ = message.Type.Value switch { MessageType.Values.Pictures => 1, _ => 2 };", "_ = message.Type.Value switch { MessageType.Values.Photo => 1, _ => 2 };")]
    public void It_does_not_compile(string what, string wrong, string right)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CodeBlocksTests.Errors(wrong), Is.Not.Empty, what);
            Assert.That(CodeBlocksTests.Errors(right), Is.Empty, right);
        }
    }
}
