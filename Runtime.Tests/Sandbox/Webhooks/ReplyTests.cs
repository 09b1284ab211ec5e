using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

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
    [Wire("6.5", "6.10", "10.11")]
    public async Task A_call_in_json_is_executed()
    {
        await (await Server.Next()).Reply("application/json", Call);
        await Ada.Hears("by reply");
    }

    [Test]
    [Wire("6.10", "6.17", "10.11")]
    public async Task A_call_in_a_urlencoded_form_is_executed()
    {
        await (await Server.Next()).Reply(
            "application/x-www-form-urlencoded", $"method=SENDMESSAGE&chat_id={Ada.Id}&text=by+reply");
        await Ada.Hears("by reply");
    }

    [Test]
    [Wire("6.10", "10.11")]
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
    [Wire("6.5", "10.11")]
    public async Task Chunks_are_put_together()
    {
        var (first, second) = (Call[..10], Call[10..]);
        await (await Server.Next()).Answer(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{first}\r\n{second.Length:x}\r\n{second}\r\n0\r\n\r\n");
        await Ada.Hears("by reply");
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [Wire("6.7", "10.11")]
    public async Task Gzip_and_deflate_are_unpacked(string encoding)
    {
        var packed = new MemoryStream();
        await using (Stream packing = encoding == "gzip"
            ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(packed, CompressionLevel.Fastest,
                leaveOpen: true)) await packing.WriteAsync(Encoding.UTF8.GetBytes(Call));
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\n\r\n";
        await (await Server.Next()).Answer([.. Encoding.ASCII.GetBytes(head), .. packed.ToArray()]);
        await Ada.Hears("by reply");
    }

    [Test]
    [Wire("6.16", "10.13")]
    public async Task Truncated_json_is_executed_as_far_as_it_goes()
    {
        await (await Server.Next()).Reply("application/json", Call[..^1] + ",\"reply_mark");
        await Ada.Hears("by reply");
    }

    [TestCase("{\"method\":\"getMe\"}")]
    [TestCase("{\"method\":\"GETUPDATES\"}")]
    [TestCase("{\"method\":\"setWebhook\",\"url\":\"http://127.0.0.1:9/\"}")]
    [TestCase("{\"method\":\"Close\"}")]
    [TestCase("{\"method\":\"logOut\"}")]
    [TestCase("{\"method\":\"deleteWebhook\"}")]
    [TestCase("{\"method\":\"\"}")]
    [TestCase("[1]")]
    [TestCase("")]
    [Wire("6.15", "6.17")]
    public async Task What_may_not_be_called_this_way_is_a_success_and_nothing_else(string body)
    {
        await (await Server.Next()).Reply("application/json", body);
        Assert.That((await Telegram.Deliveries(1))[0].Status, Is.EqualTo(200));
        await Settle();
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.EqualTo(Server.Url));
        Assert.That(Replies(), Is.Empty);
    }

    [TestCase("sendMessage", "chat not found")]
    [TestCase("makeCoffee", "Not Found: method not found")]
    [Wire("6.18")]
    public async Task What_a_call_brings_is_thrown_away(string method, string failure)
    {
        await (await Server.Next()).Reply("application/json", $$"""{"method":"{{method}}","chat_id":77,"text":"nobody there"}""");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
        await Settle();
        Assert.That(Replies().Single()["response"]!["description"]!.GetValue<string>(), Does.EndWith(failure));
        Assert.That(Telegram.WebhookInfo().ContainsKey("last_error_message"), Is.False);
    }

    [Test]
    [Wire("6.15")]
    public async Task Values_that_are_not_text_are_passed_on_as_json()
    {
        await (await Server.Next()).Reply("application/json",
            Call[..^1] + ",\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"Go\",\"callback_data\":\"1\"}]]}}");
        await Ada.Hears("by reply");
        await Ada.Presses("Go");
    }

    [TestCase("")]
    [TestCase("Content-Type: text/plain\r\n")]
    [TestCase("Content-Type: text/html; charset=utf-8\r\n")]
    [Wire("6.14", "10.12")]
    public async Task With_no_or_another_content_type_a_reply_is_ignored(string header)
    {
        await (await Server.Next()).Answer($"HTTP/1.1 200 OK\r\n{header}Content-Length: {Call.Length}\r\n\r\n{Call}");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
        await Settle();
        Assert.That(Replies(), Is.Empty);
    }

    [Test]
    [Wire("6.5")]
    public async Task Without_a_length_and_without_chunks_no_body_is_read()
    {
        var request = await Server.Next();
        await request.Answer($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{Call}");
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
        await Settle();
        Assert.That(Replies(), Is.Empty);
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        "Unsupported Media Type: unsupported content-encoding",
        "HTTP/1.1 415 Unsupported Media Type\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: zstd\r\nContent-Length: 1\r\n\r\nx",
        "Unsupported Media Type: unsupported content-encoding",
        "HTTP/1.1 415 Unsupported Media Type\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP Version Not Supported", "HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "Not Implemented: unsupported transfer-encoding",
        "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n")]
    [Wire("4.15", "6.4", "6.6", "6.8", "10.10")]
    public async Task An_answer_it_cannot_accept_is_answered_in_turn_and_the_update_comes_again(
        string answer, string error, string complaint)
    {
        var request = await Server.Next();
        await request.Answer(answer);
        await AfterAttempts(1, 2);
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(), Is.EqualTo(error));
        Assert.That(await Server.Complaint().WaitAsync(Guard), Is.EqualTo(complaint));
        Assert.That((await Server.Next()).Body, Is.EqualTo(request.Body));
    }

    [Test]
    [Wire("4.15", "6.13", "10.10")]
    public async Task More_than_a_mebibyte_of_parameters_is_a_failure([Values] bool inParts)
    {
        var text = new string('x', 1 << 20);
        var request = await Server.Next();
        if (inParts)
            await request.Reply(
                "multipart/form-data; boundary=b", Part("method", "sendMessage") + Part("text", text) + "--b--\r\n");
        else await request.Reply("application/json", $$"""{"method":"sendMessage","text":"{{text}}"}""");
        await CheckTooLarge();
    }

    [TestCase(50, true)]
    [TestCase(51, false)]
    [Wire("6.11", "10.10")]
    public async Task Up_to_50_files_are_taken(int count, bool taken)
    {
        var body = new StringBuilder(
            Part("method", "sendMessage") + Part("chat_id", $"{Ada.Id}") + Part("text", "by reply"));
        for (var i = 0; i < count; i++) body.Append(Part($"file{i}\"; filename=\"{i}.txt", "x"));
        await (await Server.Next()).Reply("multipart/form-data; boundary=b", body.Append("--b--\r\n").ToString());
        if (taken) await Ada.Hears("by reply");
        else await CheckTooLarge();
    }

    private async Task CheckTooLarge()
    {
        Assert.That((await AfterAttempts(1, 2))[0].Error, Does.StartWith("Request Entity Too Large"));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(),
            Does.StartWith("Request Entity Too Large"));
        Assert.That(await Server.Complaint().WaitAsync(Guard), Does.StartWith("HTTP/1.1 413 "));
        Assert.That((await Server.Next()).Text, Is.EqualTo("hi"));
        Assert.That(Replies(), Is.Empty);
    }

    private static string Part(string name, string value) =>
        $"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";

    /// <summary>The calls that came in an answer, as the wire log has them.</summary>
    private IEnumerable<JsonNode> Replies() =>
        Telegram.Parts.First.Log.Snapshot().Where(entry => entry?["origin"]?.GetValue<string>() == "webhook reply")!;
}
