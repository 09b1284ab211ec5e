using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class ChatTests : MethodTest
{
    private SandboxChat _lab = null!;

    [SetUp]
    public void Found() => _lab = Telegram.Supergroup("Lab", Ada);

    [Test]
    public async Task A_chat_is_described_by_its_sort()
    {
        var own = await Api.GetChat(Ada.Id);
        Assert.That((own.Type, own.FirstName, own.LastName, own.Username),
            Is.EqualTo((ChatType.Private, "Ada", "Lovelace", "ada")));
        var group = await Api.GetChat(_lab.Id);
        Assert.That((group.Type, group.Title, group.Permissions!.CanSendMessages, group.Permissions.CanPinMessages),
            Is.EqualTo((ChatType.Supergroup, "Lab", (bool?)true, (bool?)false)));
        await Refused(400, "Bad Request: chat not found", () => Api.GetChat(-77));
        await Refused(400, "Bad Request: chat not found", () => Api.GetChat("@nobody"));
    }

    [Test]
    public async Task Title_description_and_photo_need_the_right_and_a_change()
    {
        await Refused(400, "Bad Request: not enough rights to change chat title",
            () => Api.SetChatTitle(_lab.Id, "Library"));
        await _lab.PromotesBot();
        Assert.That(await Api.SetChatTitle(_lab.Id, "Library"), Is.True);
        Assert.That((_lab.Title, (await Api.GetChat(_lab.Id)).Title), Is.EqualTo(("Library", "Library")));
        await Refused(400, "Bad Request: chat title is not modified", () => Api.SetChatTitle(_lab.Id, "Library"));

        await Api.SetChatDescription(_lab.Id, "Be quiet");
        Assert.That((await Api.GetChat(_lab.Id)).Description, Is.EqualTo("Be quiet"));
        await Refused(400, "Bad Request: chat description is not modified",
            () => Api.SetChatDescription(_lab.Id, "Be quiet"));

        await Api.SetChatPhoto(_lab.Id, Picture());
        var photo = (await Api.GetChat(_lab.Id)).Photo!;
        using var download = new MemoryStream();
        await Api.DownloadFileById(photo.BigFileId, download);
        Assert.That(download.Length, Is.Positive);
        await Api.DeleteChatPhoto(_lab.Id);
        Assert.That((await Api.GetChat(_lab.Id)).Photo, Is.Null);
        await Refused(400, "Bad Request: method is available for supergroup and channel chats only",
            () => Api.SetChatTitle(Ada.Id, "x"));
    }

    [Test]
    public async Task Messages_are_pinned_and_unpinned_newest_first()
    {
        await _lab.PromotesBot("can_pin_messages");
        var first = await Api.SendMessage(_lab.Id, "first");
        var second = await Api.SendMessage(_lab.Id, "second");
        await Api.PinChatMessage(_lab.Id, first.MessageId);
        await Api.PinChatMessage(_lab.Id, second.MessageId);
        Assert.That((await Api.GetChat(_lab.Id)).PinnedMessage!.MessageId, Is.EqualTo(second.MessageId));
        await Ada.In(_lab).Hears(message => message.ToJson()["pinned_message"] is not null, "a pin");
        await Api.UnpinChatMessage(_lab.Id);
        Assert.That((await Api.GetChat(_lab.Id)).PinnedMessage!.MessageId, Is.EqualTo(first.MessageId));
        await Refused(400, "Bad Request: message to unpin not found",
            () => Api.UnpinChatMessage(_lab.Id, messageId: second.MessageId));
        await Api.UnpinAllChatMessages(_lab.Id);
        Assert.That((await Api.GetChat(_lab.Id)).PinnedMessage, Is.Null);
        await Refused(400, "Bad Request: message to pin not found", () => Api.PinChatMessage(_lab.Id, 9999));
        await _lab.DemotesBot();
        await Refused(400, "Bad Request: not enough rights to manage pinned messages in the chat",
            () => Api.PinChatMessage(_lab.Id, first.MessageId));
    }

    [Test]
    public async Task A_group_that_became_a_supergroup_tells_its_new_id()
    {
        var group = Telegram.Group("Club", Ada);
        var old = group.Id;
        await Ada.In(group).Says("before");
        await News();
        await group.Upgrades();
        var moved = (await News()).Select(update => update.Message!).ToList();
        Assert.That((moved[0].Chat.Id, moved[0].MigrateToChatId), Is.EqualTo((old, (long?)group.Id)));
        Assert.That((moved[1].Chat.Id, moved[1].MigrateFromChatId, moved[1].Chat.Type),
            Is.EqualTo((group.Id, (long?)old, ChatType.Supergroup)));
        var refused = await Refused(
            400, "Bad Request: group chat was upgraded to a supergroup chat", () => Api.SendMessage(old, "lost"));
        Assert.That(refused.MigrateToChatId, Is.EqualTo(group.Id));
        await Api.SendMessage(refused.MigrateToChatId!.Value, "found");
        await Ada.In(group).Hears("found");
        await Assert.ThatAsync(group.Upgrades, Throws.InvalidOperationException);
    }
}
