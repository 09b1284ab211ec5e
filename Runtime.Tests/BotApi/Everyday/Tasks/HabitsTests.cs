using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday.Tasks;

/// <summary>
/// What people type who come from other libraries compiles, and Telegram takes it: each line is run against the local
/// Telegram, which checks parameters as Telegram does.
/// </summary>
[SuppressMessage("Performance", "CA1826:Do not use Enumerable methods on indexable collections", Justification = "People type it.")]
internal sealed class HabitsTests : MethodTest
{
    private readonly List<(string Line, Func<Task> Run)> _lines = [];
    private string _path = null!;

    [SetUp]
    public void MakeFile()
    {
        _lines.Clear();
        _path = Path.Combine(Directory.CreateTempSubdirectory("habits-").FullName, "a.txt");
        File.WriteAllText(_path, "a");
    }

    [TearDown]
    public void RemoveFile() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public async Task Words()
    {
        var message = await Said("hi");
        Add(() => Api.SendMessage(message.Chat, "hi"));
        Add(() => Api.SendMessage(message.Chat.Id, "hi"));
        Add(() => Api.SendMessage(message, "hi"));
        Add(() => Api.SendMessage(message.From!, "hi"));
        Add(() => Api.SendMessage(new ChatId(message.Chat.Id), "hi"));
        Add(() => Api.SendMessage(message.Chat.Id.ToString(), "hi"));
        Add(() => Api.SendMessage(chatId: message.Chat.Id, text: "<b>hi</b>", parseMode: ParseMode.Html));
        Add(() => Api.SendMessage(message.Chat, "<b>hi</b>", ParseMode.Html));
        Add(() => Api.SendMessage(message.Chat, "*hi*", ParseMode.Markdown));
        Add(() => Api.SendMessage(message.Chat, "*hi*", ParseMode.MarkdownV2));
        Add(() => Api.SendMessage(message.Chat, html: $"<b>{message.From!.FirstName}</b>"));
        Add(() => Api.SendMessage(message.Chat, "hi", replyParameters: message));
        Add(() => Api.SendMessage(message.Chat, "hi", replyParameters: message.MessageId));
        Add(() => Api.SendMessage(message.Chat, "hi", replyParameters: new ReplyParameters { MessageId = message.MessageId }));
        Add(() => Api.SendMessage(message.Chat, "hi", disableNotification: true, protectContent: true));
        Add(() => Api.SendMessage(message.Chat, "hi", linkPreviewOptions: new LinkPreviewOptions { IsDisabled = true }));
        Add(() => Api.ForwardMessage(message.Chat, message.Chat, message.MessageId));
        Add(() => Api.CopyMessage(message.Chat, message.Chat, message.MessageId));
        Add(() => Api.SendChatAction(message.Chat, ChatAction.Typing));
        Add(() => Api.SetMessageReaction(message.Chat, message.MessageId, [new ReactionTypeEmoji { Emoji = "👍" }]));
        Add(() => Api.SendLocation(message.Chat, 1.5, 2.5));
        Add(() => Api.SendContact(message.Chat, "+1", "Ada"));
        Add(() => Api.SendDice(message.Chat, emoji: "🎲"));
        Add(() => Api.SendPoll(message.Chat, "Lunch?", new List<InputPollOption> { "Pizza", "Salad" }, isAnonymous: false));
        Add(() => Api.SetMyCommands([new BotCommand("start", "Begin")]));
        Add(() => Api.SetMyCommands(new[] { new BotCommand { Command = "start", Description = "Begin" } }, new BotCommandScopeAllPrivateChats()));
        Add(() => Api.Call("sendMessage", new System.Text.Json.Nodes.JsonObject { ["chat_id"] = message.Chat.Id, ["text"] = "hi" }));

        await RunAll(27);
    }

    [Test]
    public async Task Keyboards()
    {
        var message = await Said("hi");
        string[] fruit = ["Apple", "Pear"];
        Send(new ReplyKeyboardRemove());
        Send(new ForceReply());
        Send(InlineKeyboardButton.WithCallbackData("Yes"));
        Send(InlineKeyboardButton.WithCallbackData("Yes", "yes"));
        Send(InlineKeyboardButton.WithUrl("Help", "https://example.org"));
        Send(InlineKeyboardButton.WithUrl("Help", new Uri("https://example.org")));
        Send(InlineKeyboardButton.WithWebApp("Shop", "https://example.org"));
        Send(InlineKeyboardButton.WithWebApp("Shop", new Uri("https://example.org")));
        Send(InlineKeyboardButton.WithWebApp("Shop", new WebAppInfo("https://example.org")));
        Send(new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Yes", "yes")));
        Send(new InlineKeyboardMarkup(fruit.Select(one => InlineKeyboardButton.WithCallbackData(one))));
        Send(new InlineKeyboardMarkup(new List<InlineKeyboardButton> { new("Yes", "yes") }));
        Send(new InlineKeyboardMarkup(fruit.Select(one => new[] { InlineKeyboardButton.WithCallbackData(one) })));
        Send(new InlineKeyboardMarkup(new List<List<InlineKeyboardButton>> { new() { new("Yes", "yes") } }));
        Send(new InlineKeyboardMarkup(new[] { new[] { InlineKeyboardButton.WithCallbackData("Yes", "yes") } }));
        Send(new InlineKeyboardMarkup().AddButton("Yes", "yes").AddNewRow().AddButton("No", "no"));
        Send(new InlineKeyboardMarkup { InlineKeyboard = [[new() { Text = "Yes", CallbackData = "yes" }]] });
        Send(new InlineKeyboardMarkup([[("Yes", "yes")], [("Help", new Uri("https://example.org"))]]));
        Send(new ReplyKeyboardMarkup("Yes", "No"));
        Send(new ReplyKeyboardMarkup(fruit.Select(one => new KeyboardButton(one))));
        Send(new ReplyKeyboardMarkup(new[] { new KeyboardButton("Yes"), new KeyboardButton("No") }));
        Send(new ReplyKeyboardMarkup(new[] { new[] { new KeyboardButton("Yes") } }) { ResizeKeyboard = true });
        Send(new ReplyKeyboardMarkup([["Yes", "No"], ["Help"]]));
        Send(KeyboardButton.WithRequestContact("My number"));
        Send(KeyboardButton.WithWebApp("Shop", "https://example.org"));
        Send(new[] { new KeyboardButton("Yes") });
        Send(new[] { new[] { new KeyboardButton("Yes") } });
        Send(new string[][] { ["Yes"], ["No"] });

        await RunAll(28);

        void Send(ReplyMarkup markup, [CallerArgumentExpression(nameof(markup))] string line = "") =>
            _lines.Add((line, () => Api.SendMessage(message.Chat, "hi", replyMarkup: markup)));
    }

    [Test]
    public async Task Files_and_edits()
    {
        await Ada.SendsPhoto();
        var message = await Message();
        // Something that Telegram can fetch: the local one fetches for real.
        var page = Telegram.PageUrl;
        var photo = await Api.SendPhoto(message.Chat, message.Photo![^1].FileId);
        Add(() => Api.SendPhoto(message.Chat, message.Photo!.Last().FileId, caption: "A cat"));
        Add(() => Api.SendPhoto(message.Chat, message.LargestPhoto!.FileId, html: $"<b>{"A cat"}</b>"));
        Add(() => Api.SendPhoto(message.Chat, InputFile.FromFileId(message.LargestPhoto!.FileId)));
        Add(() => Api.SendDocument(message.Chat, page));
        Add(() => Api.SendDocument(message.Chat, new Uri(page)));
        Add(() => Api.SendDocument(message.Chat, InputFile.FromUrl(page)));
        Add(() => Api.SendDocument(message.Chat, InputFile.FromUrl(new Uri(page))));
        Add(() => Api.SendDocument(message.Chat, File.OpenRead(_path)));
        Add(() => Api.SendDocument(message.Chat, InputFile.FromStream(File.OpenRead(_path))));
        Add(() => Api.SendDocument(message.Chat, InputFile.FromStream(File.OpenRead(_path), "b.txt")));
        Add(() => Api.SendDocument(message.Chat, new FileInfo(_path)));
        Add(() => Api.SendDocument(message.Chat, File.ReadAllBytes(_path)));
        Add(() => Api.SendDocument(message.Chat, new MemoryStream([1]), caption: "One"));
        Add(() => Api.SendMediaGroup(message.Chat, new[] { new InputMediaPhoto(message.Photo![0].FileId), new InputMediaPhoto(message.Photo![0].FileId) }));
        Add(() => Api.SendMediaGroup(message.Chat, new List<InputMediaPhoto> { new(message.Photo![0].FileId), new(message.Photo![0].FileId) }));
        Add(() => Api.EditMessageCaption(photo.Chat, photo.MessageId, "A dog"));
        Add(() => Api.EditMessageReplyMarkup(photo.Chat, photo.MessageId, replyMarkup: new InlineKeyboardMarkup([[("Yes", "yes")]])));
        Add(() => Api.EditMessageMedia(photo.Chat, photo.MessageId, new InputMediaPhoto(message.Photo![0].FileId) { Caption = "A bird" }));
        Add(() => Api.EditMessageMedia(photo, photo.MessageId, new InputMediaPhoto(message.Photo![0].FileId), replyMarkup: new InlineKeyboardMarkup([[("No", "no")]])));
        Add(() => Api.PinChatMessage(photo.Chat, photo.MessageId));
        Add(() => Api.DeleteMessage(photo.Chat, photo.MessageId));

        await RunAll(21);
    }

    private void Add(Func<Task> run, [CallerArgumentExpression(nameof(run))] string line = "") =>
        _lines.Add((line, run));

    private async Task RunAll(int count)
    {
        var refused = new List<string>();
        foreach (var (line, run) in _lines)
        {
            // One after another, as a chat takes no more than one message a second, which the local Telegram does not
            // mind by itself.
            await run().ContinueWith(done => refused.AddRange(done.Exception is { InnerException: var e } ? [$"{line}: {e!.Message}"] : []), TaskScheduler.Default);
        }

        Assert.That(refused, Is.Empty);
        Assert.That(_lines, Has.Count.EqualTo(count));
    }

    private async Task<Message> Said(string text)
    {
        await Ada.Says(text);
        return await Message();
    }

    private async Task<Message> Message() => (await News()).Select(update => update.Message).OfType<Message>().Last();
}
