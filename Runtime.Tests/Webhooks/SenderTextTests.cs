using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Nothing that a sender or a user wrote stands in a log, an error or a dead letter's reason.</summary>
public sealed class SenderTextTests
{
    private const string Planted = "planted-by-the-sender";

    // What a bad literal, string, number, name, value or end makes the JSON reader say.
    private static readonly string[] Malformed =
    [
        $"{{\"update_id\":1,\"message\":{{\"text\":n{Planted}\nwarn: forged line}}}}",
        $"{{\"update_id\":1,\"message\":{{\"text\":\"a\u0001{Planted}\"}}}}",
        $"{{\"update_id\":1,\"message\":{{\"date\":1{Planted}}}}}",
        $"{{\"update_id\":1,{Planted}\n}}",
        $"{{\"update_id\":1}}{Planted}",
        $"{{\"update_id\":1,\"message\":{{\"text\":\"\\q{Planted}\"}}}}",
        $"{Planted}\r\nfail: forged",
        $"{{\"update_id\":1,\"{Planted}\":{{",
        $"{{\"update_id\":1,\"message\":{{\"text\":t{new string('y', 100_000)}{Planted}}}}}",
    ];

    private static readonly string[] WronglyShaped =
    [
        $"{{\"update_id\":\"{Planted}\"}}",
        $"{{\"update_id\":1,\"message\":\"{Planted}\"}}",
        $"{{\"update_id\":1,\"message\":{{\"chat\":{{\"id\":\"{Planted}\"}}}}}}",
        $"{{\"update_id\":1,\"message\":{{\"{Planted}\":{{\"a\":1}},\"date\":\"x\"}}}}",
    ];

    [TestCaseSource(nameof(Malformed))]
    [TestCaseSource(nameof(WronglyShaped))]
    public void A_body_that_cannot_be_read_was_quoted_by_the_error(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var error = Assert.Throws<JsonException>(() => Update.Parse(bytes))!;
        AssertClean(error.ToString());
        Assert.That(error.Message.Length, Is.LessThan(300));
        if (UpdateEnvelope.Read(bytes).Fault is { } fault)
        {
            AssertClean(fault);
            Assert.That(fault.Length, Is.LessThan(300));
        }
    }

    [TestCase("{\"update_id\":1,\"message\":{\"text\":nul}}", "at byte 33: expected a value")]
    [TestCase("{\"update_id\":1,}", "expected ',' or the end of what is open")]
    [TestCase("{", "expected a name or '}'")]
    [TestCase("[1", "expected")]
    [TestCase("", "expected a value")]
    public void The_error_says_where_and_what_was_expected(string body, string expectation)
    {
        var error = Assert.Throws<JsonException>(() => Update.Parse(Encoding.UTF8.GetBytes(body)))!;

        Assert.That(error.Message, Does.Contain(expectation));
    }

    [Test]
    public async Task What_a_sender_wrote_reached_log_callback_and_dead_letters(
        [Values] bool hasInbox, [Values] bool hasSecret)
    {
        using var log = new RecordingLoggers();
        using var directory = new TemporaryDirectory();
        var errors = new ConcurrentQueue<WebhookException>();
        var secret = hasSecret ? TestServers.Secret : null;
        var inbox = hasInbox ? UpdateInbox.Sqlite(directory.File("inbox.db")) : UpdateInbox.None;
        await using var server = await TestServers.Start((_, _) => throw new InvalidOperationException("boom"), TestServers.Options(inbox, secret, loggers: log), errors.Enqueue);
        using var client = TestServers.Client();
        string[] bodies = [.. Malformed, .. WronglyShaped, $"{{\"update_id\":99,\"{Planted}\\r\\nfail: forged\":{{\"a\":1}}}}"];

        foreach (var body in bodies)
        {
            using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], body, secret));
            Assert.That((int)answer.StatusCode, Is.AnyOf(200, 400, 500));
        }

        var letters = new List<string>();
        await foreach (var letter in server.Inbox.DeadLetters())
            letters.Add(letter.Error);
        await server.Stop().WaitAsync(TestServers.Guard);
        Assert.Multiple(() =>
        {
            Assert.That(errors, Is.Not.Empty);
            foreach (var line in log.Lines.Concat(errors.Select(error => error.ToString())).Concat(letters))
            {
                // An unknown kind is named, as far as it is a name.
                AssertClean(line.Replace($"({Planted}\\r\\nfail: forged)", "", StringComparison.Ordinal));
                Assert.That(line, Does.Not.Contain("\nfail: forged"));
            }
        });
    }

    [TestCase("a_kind_of_tomorrow", "a_kind_of_tomorrow")]
    [TestCase("line\r\nfail: forged", "line\\r\\nfail: forged")]
    [TestCase("\u001b[2Jred", "\\u001B[2Jred")]
    [TestCase("\u202egnp.exe", "\\u202Egnp.exe")]
    [TestCase("line\u2028separator\u0085x", "line\\u2028separator\\u0085x")]
    public void A_line_break_in_the_name_of_an_unknown_kind_forged_a_line_of_the_log(string kind, string shown)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["update_id"] = 7, [kind] = new { a = 1 } });

        Assert.That(Update.Parse(json).ToString(), Is.EqualTo($"update 7 ({shown})"));
        Assert.That(UpdateEnvelope.Read(json).ToString(), Is.EqualTo($"update 7 ({shown})"));
    }

    [Test]
    public void A_kind_of_a_megabyte_made_a_log_line_of_a_megabyte()
    {
        var json = Encoding.UTF8.GetBytes($"{{\"update_id\":7,\"{new string('k', 1_000_000)}\":{{}}}}");

        Assert.That(Update.Parse(json).ToString(), Has.Length.LessThan(100));
        Assert.That(UpdateEnvelope.Read(json).ToString(), Has.Length.LessThan(100));
    }

    [Test]
    public void A_path_as_deep_as_the_body_made_a_message_as_long()
    {
        var json = string.Concat(Enumerable.Repeat("{\"pinned_message\":", 60)) + "{\"date\":\"x\"}" + new string(
            '}', 60);

        var error = Assert.Throws<JsonException>(() => Update.Parse(Encoding.UTF8.GetBytes($"{{\"update_id\":1,\"message\":{json}}}")))!;

        Assert.That(error.Message, Does.StartWith("$.message.pinned_message").And.Contain("….").And.Contain(".pinned_message.date: expected Integer, found String"));
        Assert.That(error.Message.Length, Is.LessThan(400));
    }

    private static void AssertClean(string text) =>
        Assert.That(text, Does.Not.Contain(Planted).And.Not.Contain("forged line").And.Not.Contain("yyyyyyyy"));
}
