using System.Collections.Concurrent;
using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Every row of the table of answers, against a real server, over HTTP and HTTPS.</summary>
[TestFixture("http")]
[TestFixture("https")]
public class EndpointAnswersTests(string scheme)
{
    public sealed record Row(string Name, HttpStatusCode Status)
    {
        public string Method { get; init; } = "POST";

        public string Path { get; init; } = "";

        public string Body { get; init; } = TestServers.Message(1);

        public string? Secret { get; init; } = TestServers.Secret;

        public string? ContentType { get; init; } = "application/json";

        public string? ContentEncoding { get; init; }

        public bool ServerHasSecret { get; init; } = true;

        public bool OnlyTelegramsNetworks { get; init; }

        public int Received { get; init; }

        public int Errors { get; init; }

        public override string ToString() => Name;
    }

    private static readonly string TooDeep =
        $"{{\"update_id\":6,\"message\":{{\"brand_new\":{new string('[', 300)}{new string(']', 300)}}}}}";

    private static readonly Row[] Rows =
    [
        new("an update", HttpStatusCode.OK) { Received = 1 },
        new("an update with a trailing slash", HttpStatusCode.OK) { Path = "/", Received = 1 },
        new("an update without a content type", HttpStatusCode.OK) { ContentType = null, Received = 1 },
        new("an update with a charset", HttpStatusCode.OK) { ContentType = "application/json; charset=utf-8", Received = 1 },
        new("an update of an unknown kind", HttpStatusCode.OK) { Body = """{"update_id":5,"new_kind":{"a":1}}""", Received = 1 },
        new("an update behind a byte order mark", HttpStatusCode.OK) { Body = "\uFEFF" + TestServers.Message(1), Received = 1 },
        new("an update that is encoded as it is", HttpStatusCode.OK) { ContentEncoding = "identity", Received = 1 },
        new("a body of exactly the limit", HttpStatusCode.OK) { Body = BodyOf(4096), Received = 1 },
        new("a body of one byte more", HttpStatusCode.RequestEntityTooLarge) { Body = BodyOf(4097) },
        new("a compressed body", HttpStatusCode.UnsupportedMediaType) { ContentEncoding = "gzip" },
        new("a body compressed twice", HttpStatusCode.UnsupportedMediaType) { ContentEncoding = "identity, br" },
        new("a body in UTF-16", HttpStatusCode.UnsupportedMediaType) { ContentType = "application/json; charset=utf-16" },
        new("another path", HttpStatusCode.NotFound) { Path = "/more" },
        new("another path, wrong secret", HttpStatusCode.NotFound) { Path = "/more", Secret = "wrong" },
        new("GET", HttpStatusCode.MethodNotAllowed) { Method = "GET", Body = "" },
        new("PUT", HttpStatusCode.MethodNotAllowed) { Method = "PUT" },
        new("an address outside the allowed networks", HttpStatusCode.Forbidden) { OnlyTelegramsNetworks = true },
        new("no secret token", HttpStatusCode.Unauthorized) { Secret = null },
        new("a wrong secret token", HttpStatusCode.Unauthorized) { Secret = "wrong" },
        new("another content type", HttpStatusCode.UnsupportedMediaType) { ContentType = "text/plain" },
        new("a body over the cap", HttpStatusCode.RequestEntityTooLarge) { Body = TestServers.Message(1, new string('x', 5000)) },
        new("no JSON, sender proven", HttpStatusCode.OK) { Body = "{not json", Errors = 1 },
        new("no update, sender proven", HttpStatusCode.OK) { Body = "[1,2]", Errors = 1 },
        new("an empty body, sender proven", HttpStatusCode.OK) { Body = "", Errors = 1 },
        new("no JSON, sender unproven", HttpStatusCode.BadRequest) { Body = "{not json", ServerHasSecret = false, Secret = null, Errors = 1 },
        new("an update as deep as nobody reads, sender proven", HttpStatusCode.OK) { Body = TooDeep, Errors = 1 },
        new("an update as deep as nobody reads, sender unproven", HttpStatusCode.BadRequest)
        {
            Body = TooDeep, ServerHasSecret = false, Secret = null, Errors = 1,
        },
        new("an update, sender unproven", HttpStatusCode.OK) { ServerHasSecret = false, Secret = null, Received = 1 },
    ];

    [TestCaseSource(nameof(Rows))]
    public async Task A_request_is_answered_as_the_table_says(Row row)
    {
        var received = new ConcurrentQueue<Types.Update>();
        var errors = new ConcurrentQueue<WebhookException>();
        var options = new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = row.ServerHasSecret ? TestServers.Secret : null,
            AllowedNetworks = row.OnlyTelegramsNetworks ? [IPNetwork.Parse("149.154.160.0/20")] : null,
            MaxBodyBytes = 4096,
            LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        };
        await using var server = await TestServers.Start(
            (update, _) => { received.Enqueue(update); return default; }, options, errors.Enqueue, Key());
        using var client = TestServers.Client();
        using var request = TestServers.Post(server.Urls[0] + row.Path, row.Body, row.Secret, row.ContentType);
        request.Method = new HttpMethod(row.Method);
        if (row.ContentEncoding is { } encoding)
            request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var answer = await client.SendAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(row.Status));
            Assert.That(answer.Content.Headers.ContentLength, Is.Zero, "answers are empty");
            Assert.That(answer.Headers.Contains("Server"), Is.False);
            Assert.That(received, Has.Count.EqualTo(row.Received));
            Assert.That(errors, Has.Count.EqualTo(row.Errors));
            if (row.Status == HttpStatusCode.MethodNotAllowed)
                Assert.That(answer.Content.Headers.Allow, Is.EquivalentTo(new[] { "POST" }));
        });
    }

    [TestCase(4096, HttpStatusCode.OK)]
    [TestCase(4097, HttpStatusCode.RequestEntityTooLarge)]
    [TestCase(5000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_cap_is_the_same_for_a_chunked_body(int length, HttpStatusCode status)
    {
        await using var server = await TestServers.Start((_, _) => default, key: Key(), options: new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            MaxBodyBytes = 4096,
            LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        });
        using var client = TestServers.Client();
        using var request = TestServers.Post(server.Urls[0], BodyOf(length));
        request.Headers.TransferEncodingChunked = true;

        using var answer = await client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_duplicate_is_answered_200_and_not_handled_again()
    {
        var received = 0;
        await using var server = await TestServers.Start(
            (_, _) => { Interlocked.Increment(ref received); return default; }, key: Key());
        using var client = TestServers.Client();

        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(9)));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(received, Is.EqualTo(1));
    }

    [Test]
    public async Task A_receiver_that_throws_without_an_inbox_is_answered_500_reported_and_tried_again()
    {
        var calls = 0;
        var errors = new ConcurrentQueue<WebhookException>();
        await using var server = await TestServers.Start(
            (_, _) => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("boom") : default, onError: errors.Enqueue, key: Key());
        using var client = TestServers.Client();

        using var first = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(3)));
        using var second = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(3)));

        Assert.Multiple(() =>
        {
            Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(errors, Has.Count.EqualTo(1));
            var error = errors.First();
            Assert.That(error.Stage, Is.EqualTo(WebhookStage.Handling));
            Assert.That(error.UpdateId, Is.EqualTo(3));
            Assert.That(error.Outcome, Is.EqualTo(WebhookErrorOutcome.SentAgainByTelegram));
            Assert.That(error.InnerException!.Message, Is.EqualTo("boom"));
        });
    }

    [Test]
    public async Task A_draining_server_answers_503_with_a_small_retry_after()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServers.Start(
            async (_, _) => { entered.TrySetResult(); await leave.Task; }, key: Key());
        using var client = TestServers.Client();
        var running = client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        await entered.Task.WaitAsync(TestServers.Guard);

        var stopped = server.Stop();
        using var refused = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(2)));
        leave.SetResult();
        using var finished = await running;
        await stopped.WaitAsync(TestServers.Guard);

        Assert.Multiple(() =>
        {
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)),
                "a longer one stalls a busy sender");
            Assert.That(finished.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the handler that ran was let finish");
        });
    }

    private static string BodyOf(int length) =>
        TestServers.Message(1, new string('x', length - TestServers.Message(1, "").Length));

    private WebhookPrivateKeyConfig? Key() =>
        scheme == "https" ? WebhookPrivateKeyConfig.SelfSigned("127.0.0.1") : null;
}
