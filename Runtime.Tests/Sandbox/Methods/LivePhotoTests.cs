using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class LivePhotoTests : MethodTest
{
    private static readonly byte[] FilmBytes = [0, 0, 0, 24, 102, 116, 121, 112];

    [Test]
    public async Task A_live_photo_is_a_photo_with_a_film_and_can_be_sent_again()
    {
        var sent = await Api.SendLivePhoto(
            Ada.Id, Film(), Picture(), caption: "*Hi*", parseMode: ParseMode.MarkdownV2, hasSpoiler: true);
        Assert.That((sent.LivePhoto!.Width, sent.LivePhoto.MimeType, sent.LivePhoto.FileSize, sent.LivePhoto.Photo![0].Height), Is.EqualTo((32, "video/mp4", (long?)FilmBytes.Length, 32)));
        Assert.That((sent.Photo![0].FileId, sent.Caption, sent.HasMediaSpoiler),
            Is.EqualTo((sent.LivePhoto.Photo[0].FileId, "Hi", true)));
        await Ada.Hears("Hi");
        var again = await Api.SendLivePhoto(
            Ada.Id, sent.LivePhoto.FileId.ToInputFile(), sent.Photo[0].FileId.ToInputFile());
        Assert.That(again.LivePhoto!.FileUniqueId, Is.EqualTo(sent.LivePhoto.FileUniqueId));
        Assert.That((await Api.GetFile(sent.LivePhoto.FileId)).FilePath, Does.StartWith("videos/"));
    }

    [Test]
    public async Task Live_photos_are_parts_of_albums_and_of_paid_media()
    {
        var album = await Api.SendMediaGroup(Ada.Id, [new InputMediaLivePhoto { Media = Film(), Photo = Picture(), Caption = "first" }, new InputMediaPhoto { Media = Picture() }]);
        Assert.That((album[0].LivePhoto is not null, album[0].Caption, album[1].LivePhoto is null, album[0].MediaGroupId), Is.EqualTo((true, "first", true, album[1].MediaGroupId)));
        var paid = await Api.SendPaidMedia(
            Ada.Id, 5, [new InputPaidMediaLivePhoto { Media = Film(), Photo = Picture() }]);
        Assert.That(((PaidMediaLivePhoto)paid.PaidMedia!.PaidMedia.Single()).LivePhoto.Width, Is.EqualTo(32));
        await Ada.Hears(message => message.ToJson()["paid_media"]?["paid_media"]![0]!["type"]!.GetValue<string>() == "preview", "of something to buy");
        Assert.That((await Ada.Buys()).ToJson()["paid_media"]!["paid_media"]![0]!["live_photo"], Is.Not.Null);
    }

    [Test]
    public async Task Live_photos_are_edited_forwarded_and_copied()
    {
        var sent = await Api.SendPhoto(Ada.Id, Picture(), caption: "still");
        var edited = (await Api.EditMessageMedia(new InputMediaLivePhoto { Media = Film(), Photo = Picture() }, Ada.Id, sent.MessageId)).Message!;
        Assert.That((edited.LivePhoto is not null, edited.Caption), Is.EqualTo((true, (string?)null)));
        edited = (await Api.EditMessageCaption(Ada.Id, sent.MessageId, "moves")).Message!;
        Assert.That((edited.LivePhoto is not null, edited.Caption), Is.EqualTo((true, "moves")));
        Assert.That((await Api.ForwardMessage(Ada.Id, Ada.Id, sent.MessageId)).LivePhoto, Is.Not.Null);
        await Api.CopyMessage(Ada.Id, Ada.Id, sent.MessageId);
        var copy = await Ada.Hears(
            message => message.Text == "moves" && message.Id == sent.MessageId + 2, "of the copy");
        Assert.That(copy.ToJson()["live_photo"], Is.Not.Null);
        edited = (await Api.EditMessageMedia(new InputMediaPhoto { Media = Picture() }, Ada.Id, sent.MessageId)).Message!;
        Assert.That((edited.LivePhoto is null, edited.Photo is not null), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Live_photos_need_a_film_a_picture_and_the_right()
    {
        await Refused(400, "Bad Request: can't use file of type Document as Photo", async () =>
            await Api.SendLivePhoto(
                Ada.Id, Film(), (await Api.SendDocument(Ada.Id, Film())).Document!.FileId.ToInputFile()));
        await Refused(400, "Bad Request: wrong file identifier/HTTP URL specified",
            () => Api.SendLivePhoto(Ada.Id, new Uri("https://films.example/film.mp4").ToInputFile(), Picture()));
        await Refused(400, "Bad Request: wrong file identifier/HTTP URL specified",
            () => Api.SendLivePhoto(Ada.Id, "nonsense".ToInputFile(), Picture()));
        var group = Telegram.Supergroup("Quiet", Ada);
        await group.PromotesBot();
        await Api.SetChatPermissions(group.Id, new ChatPermissions { CanSendMessages = true });
        await group.DemotesBot();
        await Refused(400, "Bad Request: not enough rights to send photos to the chat",
            () => Api.SendLivePhoto(group.Id, Film(), Picture()));
    }

    private static InputFile Film() => FilmBytes.ToInputFile("film.mp4");
}
