using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.BotApi;

/// <summary>
/// What the real server says of a body that it cannot take apart; JSON that breaks off is no error, as
/// <see cref="EnvelopeTests"/> shows.
/// </summary>
internal sealed class BodyErrorTests : SandboxTest
{
    [TestCase("multipart/form-data", "Bad Request: boundary not found")]
    [TestCase("multipart/form-data; boundary", "Bad Request: boundary value not found")]
    [TestCase("multipart/form-data; boundary=", "Bad Request: boundary too big or empty")]
    [TestCase("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x", "Bad Request: boundary too big or empty")]
    public async Task A_form_without_a_boundary_is_refused(string type, string error) =>
        Assert.That(await Refused(type, "--x--\r\n"), Is.EqualTo((400, error)));

    [TestCase("", "headers in multipart/form-data are empty")]
    [TestCase("Content-Type: text/plain\r\n", "field name in multipart/form-data not found")]
    [TestCase("Content-Disposition: attachment; name=chat_id\r\n", "expected form-data content disposition")]
    [TestCase("Content-Disposition: form-data; filename=a.txt\r\n", "field name in multipart/form-data not found")]
    [TestCase("Content-Disposition: form-data; name=\"chat_id\r\n", "unclosed quoted string in Content-Disposition header")]
    [TestCase("Content-Disposition: form-data; name=\"chat_id\\\r\n", "wrong escape sequence in Content-Disposition header")]
    [TestCase("Content-Disposition: form-data; name=\"chat_id\" filename=a\r\n", "expected ';' in Content-Disposition header")]
    public async Task A_part_that_cannot_be_named_is_refused(string headers, string error) =>
        Assert.That(await Refused("multipart/form-data; boundary=x", $"--x\r\n{headers}\r\n1\r\n--x--\r\n"),
            Is.EqualTo((400, "Bad Request: " + error)));

    [Test]
    public async Task More_than_a_mebibyte_of_arguments_is_refused()
    {
        var text = new string('x', 1 << 20);

        Assert.That(await Refused("application/json", $$"""{"text":"{{text}}"}"""), Is.EqualTo((413, "Request Entity Too Large: too many parameters")));
        Assert.That(
            await Refused("multipart/form-data; boundary=x",
                $"--x\r\nContent-Disposition: form-data; name=text\r\n\r\n{text}\r\n--x--\r\n"),
            Is.EqualTo((413, "Request Entity Too Large: too many parameters in form data")));
    }

    [Test]
    public async Task A_compressed_body_is_taken_and_one_of_an_unknown_coding_refused()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes("""{"offset":"-1"}"""));
        using var body = new ByteArrayContent(compressed.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Headers.ContentEncoding.Add("gzip");
        Assert.That((await Bot.Post("getUpdates", body))["ok"]!.GetValue<bool>(), Is.True);

        using var unknown = new ByteArrayContent(compressed.ToArray());
        unknown.Headers.ContentEncoding.Add("br");
        var refused = await Bot.Post("getUpdates", unknown);
        Assert.That(refused["description"]!.GetValue<string>(),
            Is.EqualTo("Unsupported Media Type: unsupported content-encoding"));
    }

    private async Task<(int Code, string Text)> Refused(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var answer = await Bot.Post("sendMessage", content);
        return (answer["error_code"]!.GetValue<int>(), answer["description"]!.GetValue<string>());
    }
}
