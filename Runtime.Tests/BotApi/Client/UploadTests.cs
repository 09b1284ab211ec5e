using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UploadTests : IDisposable
{
    private const string Done = """{"ok":true,"result":true}""";

    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [Test]
    public async Task An_uploaded_certificate_is_a_file_part_and_the_other_parameters_are_text_parts()
    {
        var request = new SetWebhook("example.org/hook", "PEM"u8.ToArray().ToInputFile("cert.pem"), 40,
            [UpdateType.Message, UpdateType.CallbackQuery]);

        Assert.That(await PartsOf(request), Is.EqualTo(new[]
        {
            new FormPart("url", null, "https://example.org/hook"),
            new FormPart("max_connections", null, "40"),
            new FormPart("allowed_updates", null, """["message","callback_query"]"""),
            new FormPart("certificate", "cert.pem", "PEM"),
        }));
    }

    [Test]
    public async Task A_certificate_named_by_file_id_is_a_plain_JSON_field()
    {
        var sent = await Sent(new SetWebhook("example.org/hook", "BQACAgQ".ToInputFile()));

        Assert.That(sent.ContentType, Is.EqualTo("application/json"));
        AssertJson(sent.Text, """{"url":"https://example.org/hook","certificate":"BQACAgQ"}""");
    }

    [Test]
    public async Task Without_a_certificate_the_call_is_JSON()
    {
        var sent = await Sent(new SetWebhook("example.org/hook"));

        Assert.That(sent.ContentType, Is.EqualTo("application/json"));
        AssertJson(sent.Text, """{"url":"https://example.org/hook"}""");
    }

    [Test]
    public async Task Files_inside_a_parameter_are_parts_that_the_parameter_refers_to()
    {
        var first = "one"u8.ToArray().ToInputFile("1.jpg");
        var second = "two"u8.ToArray().ToInputFile("2.jpg");

        var parts = await PartsOf(new SendMediaGroup(42, [new InputMediaPhoto { Media = first }, new InputMediaPhoto { Media = second, Caption = "hi" }]));

        Assert.That(parts.Select(part => part.Name), Is.EqualTo(new[] { "chat_id", "media", first.AttachmentName, second.AttachmentName }));
        AssertJson(parts[1].Text,
            $$"""[{"type":"photo","media":"attach://{{first.AttachmentName}}"},{"type":"photo","media":"attach://{{second.AttachmentName}}","caption":"hi"}]""");
        Assert.That(parts[2], Is.EqualTo(new FormPart(first.AttachmentName, "1.jpg", "one")));
        Assert.That(parts[3], Is.EqualTo(new FormPart(second.AttachmentName, "2.jpg", "two")));
    }

    [Test]
    public async Task A_file_used_twice_is_sent_once()
    {
        var file = "same"u8.ToArray().ToInputFile("same.jpg");

        var parts = await PartsOf(new TestRequest("sendDocument", ("document", file), ("thumbnail", file)));

        Assert.That(parts, Is.EqualTo(new[]
        {
            new FormPart("document", null, $"attach://{file.AttachmentName}"),
            new FormPart("thumbnail", null, $"attach://{file.AttachmentName}"),
            new FormPart(file.AttachmentName, "same.jpg", "same"),
        }));
    }

    [Test]
    public async Task Text_arrives_as_it_is_and_everything_else_as_JSON()
    {
        var parts = await PartsOf(new TestRequest("sendPhoto",
            ("photo", "x"u8.ToArray().ToInputFile("x.jpg")), ("caption", "zażółć \"1\"\r\n--🙂"), ("silent", true),
            ("markup", new { a = 1 })));

        Assert.That(parts.Take(3), Is.EqualTo(new[]
        {
            new FormPart("caption", null, "zażółć \"1\"\r\n--🙂"),
            new FormPart("silent", null, "true"),
            new FormPart("markup", null, """{"a":1}"""),
        }));
    }

    [TestCase("zażółć 🙂.pdf", "zażółć 🙂.pdf")]
    [TestCase("a \"quoted\"; name.txt", "a %22quoted%22%3B name.txt")]
    [TestCase("x\r\nContent-Type: text/html\r\n\r\n<b>", "x%0D%0AContent-Type: text/html%0D%0A%0D%0A<b>")]
    public async Task A_file_name_cannot_break_out_of_its_header(string name, string sent)
    {
        var parts = await PartsOf(new TestRequest("sendDocument", ("document", "x"u8.ToArray().ToInputFile(name))));

        Assert.That(parts.Single().FileName, Is.EqualTo(sent));
        Assert.That(parts.Single().Text, Is.EqualTo("x"));
    }

    [Test]
    public async Task A_stream_that_can_seek_is_sent_from_where_it_stood_in_every_attempt()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("skipped content"));
        stream.Position = "skipped ".Length;
        _telegram.AnswersError(429, "Too Many Requests", """{"retry_after":1}""").Answers(Done);
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("sendDocument", ("document", stream.ToInputFile("a.txt"))));
        await _telegram.Time.PassNextWait();
        await call;

        Assert.That(stream.CanRead, Is.True, "the stream stays the caller's");
        foreach (var request in _telegram.Received)
            Assert.That((await FormPart.Parse(request)).Single().Text, Is.EqualTo("content"));
    }

    [Test]
    public async Task A_stream_that_can_be_read_once_is_not_sent_again_after_a_429()
    {
        _telegram.AnswersError(429, "Too Many Requests: retry after 1", """{"retry_after":1}""");
        using var bot = _telegram.Bot();
        using var stream = new OneWayStream("content"u8.ToArray());

        var error = (await Assert.ThrowsAsync<ApiRequestException>(
            () => bot.Execute(new TestRequest("sendDocument", ("document", stream.ToInputFile("a.txt"))))))!;

        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(error.Message, Does.EndWith("(not repeated: the uploaded stream can be read only once)"));
    }

    [Test]
    public async Task A_stream_that_can_be_read_once_is_sent_when_the_first_attempt_never_left()
    {
        _telegram.BreaksBeforeReading(new HttpRequestException(HttpRequestError.ConnectionError, "refused"))
            .Answers(Done);
        using var bot = _telegram.Bot();
        using var stream = new OneWayStream("content"u8.ToArray());

        var call = bot.Execute(new TestRequest("sendDocument", ("document", stream.ToInputFile("a.txt"))));
        await _telegram.Time.PassNextWait();
        await call;

        Assert.That((await FormPart.Parse(_telegram.Received.Single())).Single().Text, Is.EqualTo("content"));
    }

    [Test]
    public async Task A_stream_that_was_sent_is_refused_and_not_sent_empty()
    {
        _telegram.Answers(Done);
        using var bot = _telegram.Bot();
        using var stream = new OneWayStream("content"u8.ToArray());
        var request = new TestRequest("sendDocument", ("document", stream.ToInputFile("a.txt")));
        await bot.Execute(request);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => bot.Execute(request));

        Assert.That(error!.Message, Does.StartWith("The stream uploaded as 'a.txt' cannot seek and was sent before"));
    }

    [Test]
    public async Task An_upload_that_takes_long_and_goes_on_does_not_time_out()
    {
        _telegram.Answers(Done);
        using var bot = _telegram.Bot();
        using var slow = new SlowStream(_telegram.Time, TestClock.AttemptTimeout * 0.7);

        await bot.Execute(new TestRequest("sendDocument", ("document", slow.ToInputFile("a.txt"))));

        Assert.That((await FormPart.Parse(_telegram.Received.Single())).Single().Text, Is.EqualTo("xxxx"));
    }

    [Test]
    public async Task An_upload_in_which_no_byte_comes_for_too_long_times_out()
    {
        using var bot = _telegram.Bot();
        using var slow = new SlowStream(_telegram.Time, TestClock.AttemptTimeout * 1.1);

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendDocument", ("document", slow.ToInputFile("a.txt"))))))!;

        Assert.That(error.Message, Does.Contain("timed out"));
    }

    [Test]
    public async Task What_the_callers_own_stream_throws_comes_through_and_is_not_repeated()
    {
        using var bot = _telegram.Bot();
        using var stream = new OneWayStream(null);

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => bot.Execute(new TestRequest("setChatPhoto", ("photo", stream.ToInputFile("a.jpg")))));

        Assert.That(error!.Message, Is.EqualTo("broken source"));
    }

    private async Task<ReceivedRequest> Sent<TResult>(Request<TResult> request)
    {
        _telegram.Answers(request is SendMediaGroup ? """{"ok":true,"result":[]}""" : Done);
        using var bot = _telegram.Bot();
        await bot.Execute(request);
        return _telegram.Received.Single();
    }

    private async Task<List<FormPart>> PartsOf<TResult>(Request<TResult> request) =>
        await FormPart.Parse(await Sent(request));

    /// <summary>Four bytes, for each of which it takes its time.</summary>
    private sealed class SlowStream(TestClock time, TimeSpan takes) : ForwardOnlyStream
    {
        private int _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            time.Advance(takes);
            cancellationToken.ThrowIfCancellationRequested();
            if (_given++ == 4)
                return ValueTask.FromResult(0);
            buffer.Span[0] = (byte)'x';
            return ValueTask.FromResult(1);
        }
    }

    private static void AssertJson(string actual, string expected) =>
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)), actual);
}
