using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class FileTests : MethodTest
{
    [Test]
    public async Task What_is_uploaded_can_be_downloaded_and_sent_again_by_its_id()
    {
        var content = Encoding.UTF8.GetBytes("the very bytes");
        var document = (await Api.SendDocument(Ada.Id, content.ToInputFile("notes.txt"))).Document!;
        var file = await Api.GetFile(document.FileId);
        Assert.That((file.FileSize, file.FileUniqueId), Is.EqualTo(((long?)content.Length, document.FileUniqueId)));
        Assert.That(file.FilePath, Does.StartWith("documents/"));
        using var download = new MemoryStream();
        await Api.DownloadFile(file, download);
        Assert.That(download.ToArray(), Is.EqualTo(content));
        Assert.That(await Bot.Http.GetByteArrayAsync(new Uri($"{Telegram.BaseUrl}/file/bot{Telegram.Token}/{file.FilePath}")), Is.EqualTo(content));
        Assert.That((await Api.SendDocument(Ada.Id, document.FileId.ToInputFile())).Document!.FileUniqueId,
            Is.EqualTo(document.FileUniqueId));
    }

    [Test]
    public async Task A_server_of_ones_own_takes_and_gives_more_than_the_cloud_does()
    {
        var big = (await Api.SendDocument(Ada.Id, new byte[52 << 20].ToInputFile("52MB.bin"))).Document!;
        Assert.That((await Api.GetFile(big.FileId)).FileSize, Is.EqualTo(52L << 20));
    }

    [Test]
    public async Task A_users_file_can_be_downloaded_too()
    {
        await Ada.SendsDocument("cv.pdf", [1, 2, 3], "look");
        var document = (await News(update => update.Message)).Document!;
        Assert.That((document.FileName, document.MimeType), Is.EqualTo(("cv.pdf", "application/pdf")));
        using var download = new MemoryStream();
        await Api.DownloadFileById(document.FileId, download);
        Assert.That(download.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Wrong_and_empty_files_are_refused()
    {
        await Refused(400, "Bad Request: wrong file identifier/HTTP URL specified",
            () => Api.SendPhoto(Ada.Id, "nonsense".ToInputFile()));
        await Refused(400, "Bad Request: file must be non-empty",
            () => Api.SendDocument(Ada.Id, Array.Empty<byte>().ToInputFile("empty.txt")));
        await Refused(400, "Bad Request: IMAGE_PROCESS_FAILED",
            () => Api.SendPhoto(Ada.Id, new byte[] { 1, 2 }.ToInputFile("photo.png")));
        await Refused(400, "Bad Request: invalid file_id", () => Api.GetFile("nonsense"));
        var document = (await Api.SendDocument(Ada.Id, new byte[] { 1 }.ToInputFile("a.txt"))).Document!;
        await Refused(400, "Bad Request: can't use file of type Document as Photo",
            () => Api.SendPhoto(Ada.Id, document.FileId.ToInputFile()));
    }

    [Test]
    public async Task A_server_of_ones_own_hands_out_files_of_any_size()
    {
        var big = (await Api.SendDocument(Ada.Id, new byte[(20 << 20) + 1].ToInputFile("more.bin"))).Document!;
        Assert.That((await Api.GetFile(big.FileId)).FilePath, Is.Not.Null);
    }

    [Test]
    public async Task A_file_named_by_url_is_fetched()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Run(http =>
        {
            if (http.Request.Path == "/cat.png")
                return http.Response.Body.WriteAsync(Runtime.Sandbox.SamplePicture.Png()).AsTask();
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await server.StartAsync();
        var photo = await Api.SendPhoto(Ada.Id, new Uri(server.Urls.First() + "/cat.png").ToInputFile());
        Assert.That(photo.Photo![0].Width, Is.EqualTo(32));
        await Refused(400, "Bad Request: failed to get HTTP URL content",
            () => Api.SendPhoto(Ada.Id, new Uri(server.Urls.First() + "/dog.png").ToInputFile()));
        var album = await Api.SendMediaGroup(Ada.Id, [new InputMediaPhoto { Media = new Uri(server.Urls.First() + "/cat.png").ToInputFile() }, new InputMediaPhoto { Media = Picture() }]);
        Assert.That(album[0].Photo![0].Height, Is.EqualTo(32));
    }

    [Test]
    public async Task A_thumbnail_is_taken_from_a_fresh_upload()
    {
        var document = (await Api.SendDocument(Ada.Id, new byte[] { 1 }.ToInputFile("a.txt"), thumbnail: Picture())).Document!;
        Assert.That((document.Thumbnail!.Width, document.Thumbnail.Height), Is.EqualTo((32, 32)));
    }

    [Test]
    public async Task Profile_photos_are_kept_newest_first()
    {
        Assert.That((await Api.GetUserProfilePhotos(Ada.Id)).TotalCount, Is.Zero);
        await Ada.SetsPhoto();
        await Ada.SetsPhoto();
        var photos = await Api.GetUserProfilePhotos(Ada.Id, limit: 1);
        Assert.That((photos.TotalCount, photos.Photos.Count, photos.Photos[0][0].Width), Is.EqualTo((2, 1, 32)));
        Assert.That((await Api.GetChat(Ada.Id)).Photo!.SmallFileUniqueId, Is.EqualTo(photos.Photos[0][0].FileUniqueId));
        Assert.That((await Api.GetUserProfilePhotos(Ada.Id, offset: 1)).Photos.Single()[0].FileId,
            Is.Not.EqualTo(photos.Photos[0][0].FileId));

        Assert.That(await Api.SetMyProfilePhoto(new InputProfilePhotoStatic { Photo = Picture() }), Is.True);
        Assert.That((await Api.GetUserProfilePhotos(Telegram.BotId)).TotalCount, Is.EqualTo(1));
        Assert.That(await Api.RemoveMyProfilePhoto(), Is.True);
        Assert.That((await Api.GetUserProfilePhotos(Telegram.BotId)).TotalCount, Is.Zero);
    }
}
