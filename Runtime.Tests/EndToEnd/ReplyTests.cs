using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>Calls that travel in the answer to an update, executed by the sandbox and heard by the user.</summary>
internal sealed class ReplyTests : EndToEndTest
{
    private const string InTheAnswer = "webhook reply";

    [Test]
    public async Task A_text_travels_in_the_answer()
    {
        await using var server = await Answering(
            update => new SendMessage(update.Message!.Chat.Id, "you said " + update.Message.Text));

        await Ada.Says("hé 🙂");
        await Ada.Hears("you said hé 🙂");

        Assert.That(await Calls("sendMessage"), Is.EqualTo(new[] { ("sendMessage", InTheAnswer) }));
    }

    [TestCase("memory")]
    [TestCase("disk")]
    [TestCase("stream")]
    public async Task A_file_travels_in_the_answer(string source)
    {
        using var folder = new TemporaryDirectory();
        var content = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31)).ToArray();
        await File.WriteAllBytesAsync(folder.File("a.bin"), content);
        using var stream = new OneWayStream(content);
        var file = source switch
        {
            "memory" => content.ToInputFile("a.bin"),
            "disk" => new FileInfo(folder.File("a.bin")).ToInputFile(),
            _ => stream.ToInputFile("a.bin"),
        };
        await using var server = await Answering(
            update => new SendDocument(update.Message!.Chat.Id, file) { Caption = "here it is" });

        await Ada.Says("send it");
        var heard = await Ada.Hears("here it is");

        Assert.That(await Calls("sendDocument"), Is.EqualTo(new[] { ("sendDocument", InTheAnswer) }));
        var document = heard.ToJson()["document"]!;
        Assert.That(document["file_name"]!.GetValue<string>(), Is.EqualTo("a.bin"));
        using var downloaded = new MemoryStream();
        await Client.DownloadFile(await Client.GetFile(document["file_id"]!.GetValue<string>()), downloaded);
        Assert.That(downloaded.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task A_photo_and_an_album_travel_in_the_answer()
    {
        var picture = SamplePicture.Png();
        await using var server = await Answering(update => update.Message!.Text == "one"
            ? new SendPhoto(update.Message.Chat.Id, picture.ToInputFile("p.png")) { Caption = "one photo" }
            : new SendMediaGroup(update.Message.Chat.Id,
            [
                new InputMediaPhoto { Media = picture.ToInputFile("1.png"), Caption = "first" },
                new InputMediaPhoto { Media = picture.ToInputFile("2.png"), Caption = "second" },
            ]));

        await Ada.Says("one");
        await Ada.Hears("one photo");
        await Ada.Says("two");
        var first = await Ada.Hears("first");
        var second = await Ada.Hears("second");

        Assert.That(first.MediaGroupId, Is.Not.Empty.And.EqualTo(second.MediaGroupId));
        var calls = (await Calls("sendPhoto")).Concat(await Calls("sendMediaGroup"));
        Assert.That(calls.Select(call => call.Origin), Is.EqualTo(new[] { InTheAnswer, InTheAnswer }));
    }

    [Test]
    public async Task An_upload_that_breaks_off_is_sent_by_the_bot_when_the_update_comes_again()
    {
        using var broken = new OneWayStream(null);
        var sources = new Queue<InputFile>([broken.ToInputFile("a.txt"), "content"u8.ToArray().ToInputFile("a.txt")]);
        await using var server = await Answering(
            update => new SendDocument(update.Message!.Chat.Id, sources.Dequeue()) { Caption = "here it is" });

        await Ada.Says("send it");
        await AfterAttempts(1, 2);
        await Ada.Hears("here it is");

        var deliveries = await Telegram.Deliveries(2);
        Assert.That(deliveries[0].Error, Is.Not.Null);
        Assert.That(deliveries[1].Status, Is.EqualTo(200));
        Assert.That(await Calls("sendDocument"), Is.EqualTo(new[] { ("sendDocument", "http") }));
        Assert.That(Errors.Single().Stage, Is.EqualTo(WebhookStage.Answering));
    }

    private Task<WebhookServer> Answering(Func<Update, Request> answer) =>
        Listen(Client.RespondWith((update, _) => new(answer(update))), With("none"));
}
