using System.IO.Compression;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>WIRE §6 and §10: method calls in the answer, and answers that cannot be accepted.</summary>
internal sealed class ReplyTests : SenderTest
{
    private string Call => $$"""{"method":"sendMessage","chat_id":{{Ada.Id}},"text":"by reply"}""";

    [SetUp]
    public async Task SendSomething()
    {
        await SetWebhook();
        await Ada.Says("hi");
    }

    [Test]
    public async Task A_call_in_json_is_executed()
    {
        await (await Server.Next()).Reply("application/json", Call);
        await Ada.Hears("by reply");
    }

    [Test]
    public async Task A_call_in_a_urlencoded_form_is_executed()
    {
        await (await Server.Next()).Reply("application/x-www-form-urlencoded", $"method=SENDMESSAGE&chat_id={Ada.Id}&text=by+reply");
        await Ada.Hears("by reply");
    }

    [Test]
    public async Task A_call_in_multipart_with_a_file_is_executed()
    {
        var body = new StringBuilder();
        foreach (var (name, value) in new[] { ("method", "sendDocument"), ("chat_id", $"{Ada.Id}"), ("caption", "by reply") })
            body.Append($"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.Append("--b\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\ncontent\r\n--b--\r\n");
        await (await Server.Next()).Reply("multipart/form-data; boundary=b", body.ToString());
        await Ada.Hears("by reply");
    }

    [Test]
    public async Task Chunks_are_put_together()
    {
        var (first, second) = (Call[..10], Call[10..]);
        await (await Server.Next()).Answer(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{first}\r\n{second.Length:x}\r\n{second}\r\n0\r\n\r\n");
        await Ada.Hears("by reply");
    }

    [Test]
    public async Task Gzip_is_unpacked()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(Call));
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n";
        await (await Server.Next()).Answer([.. Encoding.ASCII.GetBytes(head), .. packed.ToArray()]);
        await Ada.Hears("by reply");
    }

    [Test]
    public async Task Truncated_json_is_executed_as_far_as_it_goes()
    {
        await (await Server.Next()).Reply("application/json", Call[..^1] + ",\"reply_mark");
        await Ada.Hears("by reply");
    }

    [TestCase("{\"method\":\"getMe\"}")]
    [TestCase("{\"method\":\"deleteWebhook\"}")]
    [TestCase("{\"method\":\"\"}")]
    [TestCase("[1]")]
    [TestCase("")]
    public async Task What_may_not_be_called_this_way_is_a_success_and_nothing_else(string body)
    {
        await (await Server.Next()).Reply("application/json", body);
        Assert.That((await Telegram.Deliveries(1))[0].Status, Is.EqualTo(200));
        await Settle();
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.EqualTo(Server.Url));
    }

    [Test]
    public async Task Without_a_content_type_a_reply_is_ignored()
    {
        await (await Server.Next()).Answer($"HTTP/1.1 200 OK\r\nContent-Length: {Call.Length}\r\n\r\n{Call}");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        "Unsupported Media Type: unsupported content-encoding", "HTTP/1.1 415 Unsupported Media Type\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP Version Not Supported", "HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "Not Implemented: unsupported transfer-encoding",
        "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n")]
    public async Task An_answer_it_cannot_accept_is_answered_in_turn_and_the_update_comes_again(string answer, string error, string complaint)
    {
        var request = await Server.Next();
        await request.Answer(answer);
        await AfterAttempts(1, 2);
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(), Is.EqualTo(error));
        Assert.That(await Server.Complaint().WaitAsync(Guard), Is.EqualTo(complaint));
        Assert.That((await Server.Next()).Body, Is.EqualTo(request.Body));
    }

    [Test]
    public async Task More_than_a_mebibyte_of_parameters_is_a_failure()
    {
        await (await Server.Next()).Reply("application/json", $$"""{"method":"sendMessage","text":"{{new string('x', 1 << 20)}}"}""");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Does.StartWith("Request Entity Too Large"));
    }
}
