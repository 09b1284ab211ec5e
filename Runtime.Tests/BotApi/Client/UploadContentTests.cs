using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.BotApi.Multipart;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>
/// The body of a call: how long it says it is, how much of a file it takes, and that it lets go of the files.
/// </summary>
internal sealed class UploadContentTests
{
    private string _path = null!;

    [SetUp]
    public void MakeFile()
    {
        _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(_path, "on the disk");
    }

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    [Test]
    public void Files_in_lists_of_lists_are_uploaded_too()
    {
        var file = "x"u8.ToArray().ToInputFile("x.txt");
        var uploads = new List<InputFile>();

        uploads.AddFromAll([new object[] { new InputMediaDocument { Media = file }, "text" }, new InputMediaDocument { Media = "id".ToInputFile() }]);

        Assert.That(uploads, Is.EqualTo(new[] { file }));
    }

    [Test]
    public async Task A_length_that_differs_from_what_is_sent_breaks_the_connection()
    {
        using var stream = new MemoryStream("skipped content"u8.ToArray());
        stream.Position = "skipped ".Length;
        InputFile[] files = [stream.ToInputFile("a.txt"), "zażółć"u8.ToArray().ToInputFile("b.txt"), InputFile.FromPath(_path)];

        using var form = Content(
            new TestRequest("sendMediaGroup", ("chat_id", 1), ("caption", "żółć"), ("media", files)));
        using var json = Content(new TestRequest("sendMessage", ("text", "żółć")));

        Assert.That(form.Headers.ContentLength, Is.Not.Null);
        Assert.That(await Length(form), Is.EqualTo(form.Headers.ContentLength));
        Assert.That(await Length(json), Is.EqualTo(json.Headers.ContentLength));
    }

    [Test]
    public void A_stream_whose_length_nobody_knows_announces_none()
    {
        using var stream = new OneWayStream("content"u8.ToArray());
        using var content = Content(new TestRequest("sendMediaGroup", ("media", new[] { stream.ToInputFile("a.txt"), "b"u8.ToArray().ToInputFile("b.txt") })));

        Assert.That(content.Headers.ContentLength, Is.Null);
    }

    [Test]
    public void The_largest_file_is_measured_from_where_it_is_read()
    {
        using var moved = new MemoryStream(new byte[100]) { Position = 95 };
        using var unknown = new OneWayStream(new byte[1000]);
        using var content = (FormContent)Content(new TestRequest("sendMediaGroup", ("media", new[] { moved.ToInputFile("a"), new byte[7].ToInputFile("b"), unknown.ToInputFile("c") })));

        Assert.That(content.LargestFile, Is.EqualTo(7));
    }

    [TestCase(10, true)]
    [TestCase(9, false)]
    public async Task A_file_may_be_as_long_as_is_allowed_and_not_a_byte_longer(int allowed, bool isSent)
    {
        using var stream = new OneWayStream(new byte[10]);
        using var content = (FormContent)Content(
            new TestRequest("sendDocument", ("document", stream.ToInputFile("a.bin"))));
        content.MaxFileBytes = allowed;

        if (isSent)
        {
            Assert.That(await Length(content), Is.GreaterThan(10));
            Assert.That(content.ReadFailure, Is.Null);
        }
        else
        {
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => Length(content));
            Assert.That(error!.Message, Does.Contain("'a.bin'"));
            Assert.That(content.ReadFailure, Is.SameAs(error));
        }
    }

    [Test]
    public async Task Each_file_may_be_as_long_as_is_allowed_not_all_together()
    {
        using var content = (FormContent)Content(new TestRequest("sendMediaGroup", ("media", new[] { new byte[10].ToInputFile("a"), new byte[10].ToInputFile("b") })));
        content.MaxFileBytes = 10;

        Assert.That(await Length(content), Is.GreaterThan(20));
    }

    [Test]
    public void A_limit_is_named_in_MiB()
    {
        using var content = (FormContent)Content(
            new TestRequest("sendDocument", ("document", new byte[3 * 1024 * 1024].ToInputFile("a.bin"))));
        content.MaxFileBytes = 2 * 1024 * 1024;

        Assert.That(() => Length(content), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("the 2 MiB that are allowed"));
    }

    [Test]
    public async Task A_file_that_was_uploaded_stayed_open()
    {
        using (var content = Content(new TestRequest("sendDocument", ("document", InputFile.FromPath(_path)))))
            await Length(content);

        AssertClosed();
    }

    [Test]
    public void A_file_stayed_open_when_another_one_could_not_be_opened()
    {
        var gone = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(gone, "x");
        InputFile[] files = [InputFile.FromPath(_path), InputFile.FromPath(gone)];
        File.Delete(gone);

        Assert.Throws<FileNotFoundException>(
            () => Content(new TestRequest("sendMediaGroup", ("media", files))).Dispose());

        AssertClosed();
    }

    [Test]
    public async Task What_was_uploaded_is_not_closed_where_it_is_the_callers()
    {
        using var stream = new MemoryStream("content"u8.ToArray());
        using (var content = Content(new TestRequest("sendDocument", ("document", stream.ToInputFile("a.txt")))))
            await Length(content);

        Assert.That(stream.CanRead, Is.True);
    }

    [TestCase("sendMessage", """{"method":"sendMessage","chat_id":1}""")]
    [TestCase("getMe", """{"method":"getMe"}""")]
    public async Task A_call_in_an_answer_names_its_method_beside_its_parameters(string method, string json)
    {
        var request = method == "getMe" ? new TestRequest(method) : new TestRequest(method, ("chat_id", 1));
        using var content = new RequestBody(request, namesMethod: true).NewContent();

        Assert.That(await content.ReadAsStringAsync(), Is.EqualTo(json));
        Assert.That(content.Headers.ContentType!.ToString(), Is.EqualTo("application/json"));
    }

    [Test]
    public async Task A_body_knows_its_files_and_whether_one_is_used_up()
    {
        using var stream = new OneWayStream("content"u8.ToArray());
        var plain = new RequestBody(new TestRequest("sendMessage", ("text", "hi")));
        var upload = new RequestBody(new TestRequest("sendMediaGroup", ("media", new[] { stream.ToInputFile("a"), "b"u8.ToArray().ToInputFile("b") })));

        Assert.That((plain.HasFiles, plain.FileCount, plain.Files.Count, plain.IsSpent, plain.IsRepeatable),
            Is.EqualTo((false, 0, 0, false, true)));
        Assert.That((upload.HasFiles, upload.FileCount, upload.Files.Count, upload.IsSpent, upload.IsRepeatable),
            Is.EqualTo((true, 2, 2, false, false)));
        Assert.That(plain.ParameterBytes, Is.EqualTo("""{"text":"hi"}""".Length));
        using var content = upload.NewContent();
        Assert.That(content.IsRepeatable, Is.False);
        await Length(content);
        Assert.That(upload.IsSpent, Is.True);
    }

    [Test]
    public async Task A_request_that_was_given_up_before_it_was_sent_is_not_sent_later()
    {
        using var content = Content(new TestRequest("sendMessage", ("text", "hi")));
        using var sent = Content(new TestRequest("sendMessage", ("text", "hi")));
        await sent.CopyToAsync(Stream.Null);

        Assert.That(content.SealIfUnsent(), Is.True);
        Assert.That(content.SealIfUnsent(), Is.True, "it stays so");
        Assert.That(() => content.CopyToAsync(Stream.Null), Throws.InvalidOperationException);
        Assert.That(sent.SealIfUnsent(), Is.False);
    }

    private static RequestContent Content(Request request) => new RequestBody(request).NewContent();

    private static async Task<long> Length(HttpContent content)
    {
        using var sent = new MemoryStream();
        await content.CopyToAsync(sent);
        return sent.Length;
    }

    private void AssertClosed() =>
        Assert.DoesNotThrow(() => new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose());
}
