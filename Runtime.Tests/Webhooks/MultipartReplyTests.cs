using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>
/// A returned request with files travels in the HTTP response as a form, streamed, or else through the bot.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MultipartReplyTests : IDisposable
{
    private const string Sent = """{"ok":true,"result":{"message_id":1,"date":1790000000,"chat":{"id":77,"type":"private"}}}""";

    private readonly MockTelegram _telegram = new();
    private readonly HttpClient _client = TestServers.Client();
    private readonly ConcurrentQueue<WebhookException> _errors = new();
    private TelegramBot? _bot;

    private TelegramBot Bot => _bot ??= _telegram.Bot();

    public void Dispose()
    {
        _bot?.Dispose();
        _client.Dispose();
        _telegram.Dispose();
    }

    [Test]
    public async Task Parameters_and_file_are_parts_of_a_form_of_known_length()
    {
        await using var server = await Answering(
            () => new SendPhoto(77, "image"u8.ToArray().ToInputFile("p.jpg")) { Caption = "hé" });

        using var answer = await Post(server, 1);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentLength, Is.GreaterThan(0));
        Assert.That(answer.Headers.TransferEncodingChunked, Is.Not.True);
        Assert.That(await Parts(answer), Is.EqualTo(new[]
        {
            new FormPart("method", null, "sendPhoto"),
            new FormPart("chat_id", null, "77"),
            new FormPart("caption", null, "hé"),
            new FormPart("photo", "p.jpg", "image"),
        }));
        Assert.That(_telegram.Received, Is.Empty);
    }

    [Test]
    public async Task Files_of_every_kind_travel_inside_a_parameter_and_a_stream_that_cannot_seek_makes_chunks()
    {
        using var folder = new Inbox.TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("b.txt"), "from disk");
        using var seekable = new MemoryStream("skipped from stream"u8.ToArray()) { Position = "skipped ".Length };
        using var once = new OneWayStream("read once"u8.ToArray());
        await using var server = await Answering(() => new SendMediaGroup(77,
        [
            new InputMediaDocument { Media = "from memory"u8.ToArray().ToInputFile("a.txt") },
            new InputMediaDocument { Media = new FileInfo(folder.File("b.txt")).ToInputFile() },
            new InputMediaDocument { Media = seekable.ToInputFile("c.txt") },
            new InputMediaDocument { Media = once.ToInputFile("d.txt") },
        ]));

        using var answer = await Post(server, 1);

        var parts = await Parts(answer);
        Assert.That(answer.Headers.TransferEncodingChunked, Is.True);
        Assert.That(parts.Take(3).Select(part => part.Name), Is.EqualTo(new[] { "method", "chat_id", "media" }));
        Assert.That(parts.Skip(3).Select(part => (part.FileName, part.Text)), Is.EqualTo(new[]
        {
            ("a.txt", "from memory"), ("b.txt", "from disk"), ("c.txt", "from stream"), ("d.txt", "read once"),
        }));
        Assert.That(parts.Skip(3).Select(part => parts[2].Text.Contains("attach://" + part.Name, StringComparison.Ordinal)), Is.All.True);
        Assert.That(seekable.CanRead, Is.True, "the stream stays the caller's");
        Assert.DoesNotThrow(() => new FileStream(folder.File("b.txt"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(), "the file is closed");
    }

    [Test]
    public async Task More_than_fifty_files_or_a_mebibyte_of_parameters_go_through_the_bot()
    {
        var files = Enumerable.Range(0, 51).Select(i => new InputMediaDocument { Media = "x"u8.ToArray().ToInputFile($"{i}.txt") });
        var tooLong = new SendDocument(77, "x"u8.ToArray().ToInputFile("x.txt")) { Caption = new string('x', 1024 * 1024) };
        var requests = new Queue<Request>([new SendMediaGroup(77, [.. files]), tooLong]);
        _telegram.Answers("""{"ok":true,"result":[]}""").Answers(Sent);
        await using var server = await Answering(() => requests.Dequeue());

        using var first = await Post(server, 1);
        using var second = await Post(server, 2);

        Assert.That(first.Content.Headers.ContentLength + second.Content.Headers.ContentLength, Is.Zero);
        Assert.That(_telegram.Received.Select(call => call.MethodName), Is.EqualTo(new[] { "sendMediaGroup", "sendDocument" }));
    }

    [TestCase(50, true)]
    [TestCase(51, false)]
    public void Fifty_files_travel_in_the_response(int count, bool travel)
    {
        var files = Enumerable.Range(0, count).Select(i => new InputMediaDocument { Media = "x"u8.ToArray().ToInputFile($"{i}.txt") });
        using var reply = WebhookReply.TryOpen(new SendMediaGroup(77, [.. files]), "HTTP/1.1");

        Assert.That(reply, travel ? Is.Not.Null : Is.Null);
    }

    [TestCase(4000L * 1024 * 1024, true)]
    [TestCase((4000L * 1024 * 1024) + 1, false)]
    public void A_file_of_more_than_4000_MiB_does_not_travel_in_the_response(long length, bool travels)
    {
        using var stream = new BoastfulStream(length);
        using var reply = WebhookReply.TryOpen(new SendDocument(77, stream.ToInputFile("x.bin")), "HTTP/1.1");

        Assert.That(reply, travels ? Is.Not.Null : Is.Null);
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task A_stream_that_turned_out_longer_than_4000_MiB_was_a_call_lost_without_a_word(
        int more, bool travels)
    {
        using var stream = new LongStream((4000L * 1024 * 1024) + more);
        using var reply = WebhookReply.TryOpen(new SendDocument(77, stream.ToInputFile("x.bin")), "HTTP/1.1")!;
        var response = new DefaultHttpContext().Response;

        if (travels)
            await reply.Write(response, CancellationToken.None);
        else
            await Assert.ThrowsAsync<InvalidDataException>(() => reply.Write(response, CancellationToken.None));

        Assert.That(reply.ReadFailure?.Message, travels ? Is.Null : Does.Contain("'x.bin' is longer than the 4000 MiB"));
    }

    [TestCase(true, 0)]
    [TestCase(false, 1)]
    public async Task Over_http_1_0_only_what_has_a_length_travels_in_the_response(bool hasLength, int callsOfTheBot)
    {
        using var once = new OneWayStream("content"u8.ToArray());
        _telegram.Answers(Sent);
        await using var server = await Answering(() => new SendDocument(77, hasLength ? "content"u8.ToArray().ToInputFile("x.txt") : once.ToInputFile("x.txt")));
        using var request = TestServers.Post(server.Urls[0], TestServers.Message(1));
        request.Version = HttpVersion.Version10;

        using var answer = await _client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await answer.Content.ReadAsStringAsync()).Contains("content", StringComparison.Ordinal),
            Is.EqualTo(hasLength));
        Assert.That(_telegram.Received, Has.Count.EqualTo(callsOfTheBot));
    }

    [Test]
    public async Task A_file_that_cannot_be_opened_fails_the_update_before_a_byte_is_written()
    {
        using var folder = new Inbox.TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("gone.txt"), "x");
        var file = new FileInfo(folder.File("gone.txt")).ToInputFile();
        File.Delete(folder.File("gone.txt"));
        await using var server = await Answering(() => new SendDocument(77, file));

        using var answer = await Post(server, 1);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        var error = _errors.Single();
        Assert.That((error.Stage, error.Outcome),
            Is.EqualTo((WebhookStage.Handling, WebhookErrorOutcome.SentAgainByTelegram)));
        Assert.That(error.InnerException, Is.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public async Task A_stream_that_was_read_before_is_refused_before_a_byte_is_written()
    {
        using var once = new OneWayStream("content"u8.ToArray());
        var request = new SendDocument(77, once.ToInputFile("x.txt"));
        await using var server = await Answering(() => request);

        using var first = await Post(server, 1);
        using var second = await Post(server, 2);

        Assert.That((await Parts(first))[^1].Text, Is.EqualTo("content"));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(_errors.Single().InnerException!.Message, Does.Contain("was sent before"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_upload_that_breaks_off_is_no_whole_answer_and_the_second_time_the_bot_makes_the_call(
        bool hasLength)
    {
        using var broken = new OneWayStream(null);
        using var boastful = new BoastfulStream(1_000_000);
        var sources = new Queue<InputFile>([(hasLength ? boastful : (Stream)broken).ToInputFile("x.txt"), "content"u8.ToArray().ToInputFile("x.txt")]);
        _telegram.Answers(Sent);
        await using var server = await Answering(() => new SendDocument(77, sources.Dequeue()));

        await Assert.ThrowsAsync<HttpRequestException>(() => Post(server, 1));
        using var again = await Post(server, 1);
        using var duplicate = await Post(server, 1);

        var error = _errors.Single();
        Assert.That((error.Stage, error.Outcome, error.UpdateId),
            Is.EqualTo((WebhookStage.Answering, WebhookErrorOutcome.SentAgainByTelegram, 1L)));
        if (!hasLength)
            Assert.That(error.InnerException, Is.InstanceOf<InvalidDataException>());
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await FormPart.Parse(_telegram.Received.Single())).Single(part => part.Name == "document").Text, Is.EqualTo("content"));
        Assert.That(duplicate.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(sources, Is.Empty, "the duplicate was not handled");
    }

    [Test]
    public async Task A_server_that_stops_does_not_wait_for_an_upload_without_end()
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var endless = new EndlessStream(reading);
        await using var server = await Answering(
            () => new SendDocument(77, endless.ToInputFile("x.txt")), TimeSpan.Zero);
        var answer = Assert.ThrowsAsync<HttpRequestException>(() => Post(server, 1));
        await reading.Task.WaitAsync(TestServers.Guard);

        await server.Stop().WaitAsync(TestServers.Guard);

        await answer;
        Assert.That(_errors.Single().Message, Does.Contain("the server stops"));
    }

    [Test]
    public async Task When_nobody_is_left_to_answer_the_bot_makes_the_call_and_a_redelivery_is_a_duplicate()
    {
        var (entered, gone, released) = (NewSignal(), NewSignal(), NewSignal());
        var handled = 0;
        _telegram.Answers(Sent);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Use((context, next) =>
        {
            context.RequestAborted.Register(() => gone.TrySetResult());
            return next();
        });
        app.MapTelegramWebhook("/hook", Bot.RespondWith(async (_, _) =>
        {
            handled++;
            entered.TrySetResult();
            await released.Task;
            return new SendMessage(77, "late");
        }), options: new WebhookRouteOptions { Inbox = UpdateInbox.None, SecretToken = TestServers.Secret });
        await app.StartAsync();
        var url = app.Urls.Single() + "/hook";

        using (var hungUp = new CancellationTokenSource())
        {
            var first = _client.SendAsync(TestServers.Post(url, TestServers.Message(1)), hungUp.Token);
            await entered.Task.WaitAsync(TestServers.Guard);
            await hungUp.CancelAsync();
            await Assert.ThrowsAsync<TaskCanceledException>(() => first);
        }
        await gone.Task.WaitAsync(TestServers.Guard);
        var second = _client.SendAsync(TestServers.Post(url, TestServers.Message(1)));
        released.SetResult();
        using var answer = await second;

        Assert.That((answer.StatusCode, answer.Content.Headers.ContentLength, handled),
            Is.EqualTo((HttpStatusCode.OK, (long?)0, 1)));
        Assert.That(_telegram.Received.Single().Text, Does.Contain("late"));
    }

    private Task<WebhookServer> Answering(Func<Request> answer, TimeSpan? shutdownTimeout = null)
    {
        var options = TestServers.Options();
        if (shutdownTimeout is { } timeout)
            options = new WebhookServerOptions { Inbox = options.Inbox, SecretToken = options.SecretToken, LoggerFactory = options.LoggerFactory, ShutdownTimeout = timeout };
        return TestServers.Start(Bot.RespondWith((_, _) => new(answer())), options, _errors.Enqueue);
    }

    private Task<HttpResponseMessage> Post(WebhookServer server, long updateId) =>
        _client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(updateId)));

    private static async Task<List<FormPart>> Parts(HttpResponseMessage answer) => await FormPart.Parse(new ReceivedRequest(
        HttpMethod.Post, answer.RequestMessage!.RequestUri!, answer.Content.Headers.ContentType!.ToString(),
        await answer.Content.ReadAsByteArrayAsync()));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says it is long and is not.</summary>
    private sealed class BoastfulStream(long length) : MemoryStream("short"u8.ToArray())
    {
        public override long Length => length;
    }

    /// <summary>So many bytes of nothing in particular, at once and without telling how many.</summary>
    private sealed class LongStream(long length) : ForwardOnlyStream
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _left);
            _left -= count;
            return new(count);
        }
    }

    /// <summary>Never gives anything, and tells when it is asked.</summary>
    private sealed class EndlessStream(TaskCompletionSource asked) : ForwardOnlyStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
