using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>
/// Calls methods over HTTP with this project's own client, so that every result must also decode into its model.
/// </summary>
internal abstract class MethodTest : SandboxTest
{
    private static readonly UpdateType[] Every =
    [
        UpdateType.Message, UpdateType.EditedMessage, UpdateType.ChannelPost, UpdateType.EditedChannelPost,
        UpdateType.MessageReaction,
        UpdateType.MessageReactionCount, UpdateType.InlineQuery, UpdateType.ChosenInlineResult,
        UpdateType.CallbackQuery, UpdateType.ShippingQuery,
        UpdateType.PreCheckoutQuery, UpdateType.PurchasedPaidMedia, UpdateType.Poll, UpdateType.PollAnswer,
        UpdateType.MyChatMember,
        UpdateType.ChatMember, UpdateType.ChatJoinRequest, UpdateType.BusinessConnection, UpdateType.BusinessMessage,
        UpdateType.EditedBusinessMessage,
    ];

    private long _offset;

    protected TelegramBot Api { get; private set; } = null!;

    /// <summary>Somebody who has started the bot.</summary>
    protected SandboxUser Ada { get; private set; } = null!;

    [SetUp]
    public async Task MeetAda()
    {
        _offset = 0;
        Api = new TelegramBot(Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl });
        await Api.GetUpdates(allowedUpdates: Every);
        Ada = Telegram.User("Ada", "Lovelace", "ada");
        await Ada.Starts();
        await News();
    }

    [TearDown]
    public void ForgetTheBot() => Api.Dispose();

    /// <summary>The updates since the last call.</summary>
    /// <param name="patience">How many seconds of the sandbox's clock the first one is waited for.</param>
    protected async Task<IReadOnlyList<Update>> News(int patience = 0)
    {
        // The same offset asked for again within three seconds has to wait.
        await Pass(TimeSpan.FromSeconds(4));
        var news = await Api.GetUpdates(offset: (int)_offset, timeout: patience).WaitAsync(Guard);
        if (news.Count > 0) _offset = news[^1].UpdateId + 1;
        return news;
    }

    protected async Task<IReadOnlyList<string>> Kinds() => [.. (await News()).Select(update => update.Type.Value)];

    /// <summary>The one update of a kind since the last call.</summary>
    protected async Task<T> News<T>(Func<Update, T?> pick)
        where T : class
    {
        // Somebody who pays goes on beside the test, once answered: what comes of it may come after the sandbox has
        // come to rest.
        var news = await News(patience: 50);
        var found = news.Select(pick).OfType<T>().ToList();
        Assert.That(found, Has.Count.EqualTo(1), string.Join(", ", news.Select(update => update.Type.Value)));
        return found[0];
    }

    /// <summary>The call must fail with this code and description.</summary>
    protected static async Task<ApiRequestException> Refused(int code, string description, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiRequestException>(async () => await call());
        Assert.That((refused!.ErrorCode, refused.Description), Is.EqualTo((code, description)));
        return refused;
    }

    protected static InlineKeyboardMarkup Buttons(params string[] texts) => new()
    {
        InlineKeyboard = [.. texts.Select(text => new[] { new InlineKeyboardButton { Text = text, CallbackData = text } })],
    };

    protected static InputFile Picture() => Runtime.Sandbox.SamplePicture.Png().ToInputFile("picture.png");

    protected static ReplyParameters To(long message, bool optional = false) =>
        new() { MessageId = message, AllowSendingWithoutReply = optional };
}
