using System.Text;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>Uploads count by their content where it can be read twice, else by name and fields.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NotedUploadsTests : IDisposable
{
    private readonly MockTelegram _telegram = new();
    private readonly AttemptsOnOneUpdate _update = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly TelegramBot _bot;

    public NotedUploadsTests() => _bot = _telegram.Bot();

    public void Dispose()
    {
        _bot.Dispose();
        _update.Dispose();
        _telegram.Dispose();
        _directory.Dispose();
    }

    [TestCase("bytes")]
    [TestCase("file")]
    [TestCase("stream")]
    public async Task The_same_content_is_uploaded_once_and_other_content_again(string from)
    {
        Answer(3);
        await _update.Fails(() => _bot.SendDocument(5, Content(from, "a report")));

        await _update.Fails(() => _bot.SendDocument(5, Content(from, "a report")));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
        await _update.Fails(() => _bot.SendDocument(5, Content(from, "another report")));
        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
        await _update.Next(() => _bot.SendDocument(5, Content(from, "a report"), caption: "with words"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task What_is_read_for_the_digest_is_sent_in_full()
    {
        Answer(1);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("skipped|a report"));
        stream.Position = 8;

        await _update.Next(() => _bot.SendDocument(5, InputFile.FromStream(stream, "report.txt")));

        var body = _telegram.Received.Single().Text;
        Assert.That(body, Does.Contain("\r\na report\r\n").And.Not.Contain("skipped"));
    }

    [Test]
    public async Task The_same_content_under_another_name_is_another_file()
    {
        Answer(2);
        await _update.Fails(() => _bot.SendDocument(5, InputFile.FromBytes("a report"u8.ToArray(), "a.txt")));

        await _update.Next(() => _bot.SendDocument(5, InputFile.FromBytes("a report"u8.ToArray(), "b.txt")));

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_stream_that_can_be_read_once_counts_by_its_name()
    {
        Answer(2);
        static InputFile Once(string name, string text) => InputFile.FromStream(
            new OneWayStream(Encoding.UTF8.GetBytes(text)), name);
        await _update.Fails(() => _bot.SendDocument(5, Once("report.txt", "a report")));

        await _update.Next(async () =>
        {
            await _bot.SendDocument(5, Once("report.txt", "what nobody looks at"));
            await _bot.SendDocument(5, Once("other.txt", "a report"));
        });

        Assert.That(_telegram.Received.Select(request => request.Text), Has.None.Contains("what nobody looks at").And.One.Contains("report.txt").And.One.Contains("other.txt"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_album_is_the_same_by_all_its_files_and_their_order()
    {
        Answer(2, """[{"message_id":7,"date":1,"chat":{"id":5,"type":"private"}},{"message_id":8,"date":1,"chat":{"id":5,"type":"private"}}]""");
        static InputMedia[] Album(params string[] pictures) =>
            [.. pictures.Select(text => new InputMediaPhoto { Media = InputFile.FromBytes(Encoding.UTF8.GetBytes(text), "p.jpg") })];
        await _update.Fails(() => _bot.SendMediaGroup(5, Album("sea", "sky")));

        await _update.Next(async () =>
        {
            Assert.That((await _bot.SendMediaGroup(5, Album("sea", "sky"))).Select(message => message.MessageId), Is.EqualTo(new[] { 7L, 8 }));
            await _bot.SendMediaGroup(5, Album("sky", "sea"));
        });

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    private void Answer(int times, string result = """{"message_id":7,"date":1,"chat":{"id":5,"type":"private"}}""")
    {
        for (var i = 0; i < times; i++) _telegram.Answers("{\"ok\":true,\"result\":" + result + "}");
    }

    private InputFile Content(string from, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (from == "bytes") return InputFile.FromBytes(bytes, "report.txt");
        if (from == "stream") return InputFile.FromStream(new MemoryStream(bytes), "report.txt");
        File.WriteAllBytes(_directory.File("report.txt"), bytes);
        return InputFile.FromFile(new FileInfo(_directory.File("report.txt")));
    }
}
