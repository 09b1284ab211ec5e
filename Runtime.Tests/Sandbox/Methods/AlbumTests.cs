using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class AlbumTests : MethodTest
{
    [Test]
    public async Task Uploads_and_ids_make_one_album_with_captions_of_their_own()
    {
        var known = (await Api.SendPhoto(Ada.Id, Picture())).Photo![0].FileId;
        var album = await Api.SendMediaGroup(
            Ada.Id, [new InputMediaPhoto { Media = Picture(), Caption = "first" }, new InputMediaPhoto { Media = known.ToInputFile() }, new InputMediaVideo { Media = new byte[] { 1 }.ToInputFile("a.mp4") }]);
        Assert.That(album, Has.Count.EqualTo(3));
        Assert.That(album.Select(part => part.MediaGroupId).Distinct().Single(), Is.Not.Null);
        Assert.That((album[0].Caption, album[1].Photo![0].FileId, album[2].Video!.FileName),
            Is.EqualTo(("first", known, "a.mp4")));
        Assert.That(album.Select(part => part.MessageId), Is.Ordered.And.Unique);
        Assert.That((await Ada.Hears("first")).MediaGroupId, Is.EqualTo(album[0].MediaGroupId));
    }

    [TestCase(2, TestName = "Two_make_an_album")]
    [TestCase(10, TestName = "Ten_make_an_album")]
    public async Task As_many_as_are_allowed_make_an_album(int count) =>
        Assert.That(await Api.SendMediaGroup(Ada.Id, Photos(count)), Has.Count.EqualTo(count));

    [Test]
    public async Task One_is_sent_without_an_album_none_and_eleven_are_refused()
    {
        Assert.That((await Api.SendMediaGroup(Ada.Id, Photos(1))).Single().MediaGroupId, Is.Null);
        await Refused(400, "Bad Request: there are no messages to send", () => Api.SendMediaGroup(Ada.Id, []));
        await Refused(400, "Bad Request: too many messages to send as an album",
            () => Api.SendMediaGroup(Ada.Id, Photos(11)));
    }

    [Test]
    public async Task Documents_do_not_mix_and_animations_do_not_group()
    {
        var document = new InputMediaDocument { Media = new byte[] { 1 }.ToInputFile("a.txt") };
        await Refused(400, "Bad Request: document can't be mixed with other media types",
            () => Api.SendMediaGroup(Ada.Id, [document, .. Photos(1)]));
        Assert.That(await Api.SendMediaGroup(Ada.Id, [document, new InputMediaDocument { Media = new byte[] { 2 }.ToInputFile("b.txt") }]), Has.Count.EqualTo(2));
        await Refused(400, "Bad Request: can't parse InputMedia: type \"animation\" is unsupported",
            () => Api.SendMediaGroup(
                Ada.Id, [new InputMediaAnimation { Media = new byte[] { 1 }.ToInputFile("a.mp4") }, .. Photos(1)]));
    }

    [Test]
    public async Task An_album_that_cannot_be_sent_whole_is_not_sent_at_all()
    {
        await Refused(400, "Bad Request: wrong file identifier/HTTP URL specified",
            () => Api.SendMediaGroup(Ada.Id, [.. Photos(1), new InputMediaPhoto { Media = "nonsense".ToInputFile() }]));
        Assert.That(Telegram.World.PrivateRoom(Ada.Person).Messages, Has.Count.EqualTo(1), "only her /start");
    }

    private static List<InputMedia> Photos(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new InputMediaPhoto { Media = Picture() })];
}
