using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class CopyingTests : MethodTest
{
    private SandboxChat _lab = null!;

    [SetUp]
    public void Found() => _lab = Telegram.Group("Lab", Ada);

    [Test]
    public async Task A_forwarded_message_tells_where_it_is_from()
    {
        var said = await Ada.In(_lab).Says("hello all");
        var forwarded = await Api.ForwardMessage(Ada.Id, _lab.Id, said.Id);
        Assert.That((forwarded.Text, ((MessageOriginUser)forwarded.ForwardOrigin!).SenderUser.Id),
            Is.EqualTo(("hello all", Ada.Id)));
        var again = await Api.ForwardMessage(_lab.Id, Ada.Id, forwarded.MessageId);
        Assert.That(((MessageOriginUser)again.ForwardOrigin!).SenderUser.Id, Is.EqualTo(Ada.Id),
            "the first origin stays");
        await Ada.Hears("hello all");
        await Ada.In(_lab).Hears("hello all");

        var news = Telegram.Channel("News", Ada);
        var post = await Ada.In(news).Says("extra");
        var origin = (MessageOriginChannel)(await Api.ForwardMessage(Ada.Id, news.Id, post.Id)).ForwardOrigin!;
        Assert.That((origin.Chat.Id, origin.MessageId), Is.EqualTo((news.Id, (long)post.Id)));
    }

    [Test]
    public async Task A_copy_has_no_origin_and_may_get_another_caption_and_keyboard()
    {
        var photo = await Ada.In(_lab).SendsPhoto(caption: "before");
        var copy = await Api.CopyMessage(Ada.Id, _lab.Id, photo.Id, caption: "after", replyMarkup: Buttons("ok"));
        var heard = await Ada.Hears("after");
        Assert.That((heard.Id, heard.Buttons.Single(), heard.ToJson().ContainsKey("forward_origin")),
            Is.EqualTo(((int)copy.Id, "ok", false)));
        await Api.CopyMessage(Ada.Id, _lab.Id, photo.Id);
        await Ada.Hears("before");
    }

    [Test]
    public async Task Albums_stay_albums()
    {
        var album = await Ada.In(_lab).SendsAlbum(3, "holiday");
        var ids = album.Select(part => (long)part.Id).ToList();
        var copies = await Api.CopyMessages(Ada.Id, _lab.Id, ids, removeCaption: true);
        var forwards = await Api.ForwardMessages(Ada.Id, _lab.Id, ids);
        Assert.That((copies.Count, forwards.Count), Is.EqualTo((3, 3)));
        var messages = Telegram.World.PrivateRoom(Ada.Person).Messages;
        string Group(MessageId id) => messages[(int)id.Id].Json["media_group_id"]!.GetValue<string>();
        Assert.That(copies.Select(Group).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Group(copies[0]), Is.Not.EqualTo(Group(forwards[0])).And.Not.EqualTo(album[0].MediaGroupId));
        Assert.That(messages[(int)copies[0].Id].Json.ContainsKey("caption"), Is.False);
        Assert.That(messages[(int)forwards[0].Id].Text, Is.EqualTo("holiday"));
    }

    [Test]
    public async Task What_is_missing_protected_or_a_service_message_does_not_leave()
    {
        await Refused(400, "Bad Request: message to forward not found",
            () => Api.ForwardMessage(Ada.Id, _lab.Id, 9999));
        await Refused(400, "Bad Request: message to copy not found", () => Api.CopyMessage(Ada.Id, _lab.Id, 9999));
        await Refused(400, "Bad Request: chat not found", () => Api.ForwardMessage(Ada.Id, 77, 1));
        await Ada.In(_lab).Says("so that the next one's arrival shows");
        await _lab.Joins(Telegram.User("Bob"));
        var arrival = (await News()).Last(update => update.Message?.NewChatMembers is not null).Message!;
        await Refused(400, "Bad Request: message can't be forwarded",
            () => Api.ForwardMessage(Ada.Id, _lab.Id, arrival.MessageId));
        await Refused(400, "Bad Request: message can't be copied",
            () => Api.CopyMessage(Ada.Id, _lab.Id, arrival.MessageId));
        await Refused(400, "Bad Request: there are no messages to forward",
            () => Api.ForwardMessages(Ada.Id, _lab.Id, [arrival.MessageId, 9999]));
        await Refused(400, "Bad Request: message identifiers must be in a strictly increasing order",
            () => Api.CopyMessages(Ada.Id, _lab.Id, [2, 1]));
    }
}
