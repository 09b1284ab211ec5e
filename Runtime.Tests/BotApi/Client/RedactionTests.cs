using System.Net;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>What comes from outside may repeat what it was sent: nothing secret of it reaches a message.</summary>
public class RedactionTests
{
    private const string Secret = "planted-secret_token";

    [Test]
    public async Task A_refusal_that_echoed_the_request_showed_the_secret_token()
    {
        using var telegram = new MockTelegram().AnswersError(
            400, $"Bad Request: cannot take url=https://a.example&secret_token={Secret}");
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<ApiRequestException>(
            () => bot.SetWebhook("https://a.example", secretToken: Secret));

        Assert.That(error!.ToString(), Does.Not.Contain(Secret).And.Contain("<secret token>"));
        Assert.That(error.Description, Does.Not.Contain(Secret));
    }

    [Test]
    public void A_secret_that_is_a_word_of_what_stands_for_another_one_showed_itself()
    {
        var redaction = new Redaction(null, "a-longer-one", "secret");

        Assert.That(redaction.Clean("a-longer-one and secret."), Is.EqualTo("<secret token> and <secret token>."));
    }

    [Test]
    public async Task A_page_of_a_proxy_that_echoed_the_upload_showed_the_secret_token()
    {
        using var telegram = new MockTelegram().Answers(
            $"<html>You sent {Secret} and {MockTelegram.Token}</html>", HttpStatusCode.BadRequest, "text/html");
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<BotApiResponseException>(
            () => bot.SetWebhook(
                "https://a.example", InputFile.FromBytes(new byte[] { 1, 2, 3 }, "cert.pem"), secretToken: Secret));

        Assert.That(error!.ToString(), Does.Contain("<secret token>").And.Contain("<token>").And.Not.Contain(Secret).And.Not.Contain("AAplanted"));
    }

    [Test]
    public async Task A_token_behind_much_white_space_was_cut_in_two_and_half_of_it_shown()
    {
        var page = new string(' ', 800 - 20) + MockTelegram.Token;
        using var telegram = new MockTelegram().Answers(page, HttpStatusCode.BadRequest, "text/html");
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<BotApiResponseException>(() => bot.SetWebhook("https://a.example"));

        Assert.That(error!.Message, Does.Contain("<token>").And.Not.Contain("123456789:AA"));
    }

    [TestCase("/123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1/hook")]
    [TestCase("/123456789%3aAAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1")]
    [TestCase("bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1")]
    public void The_token_of_any_bot_is_recognised_by_its_form(string text)
    {
        Assert.That(Redaction.OfTokens.Clean(text), Does.Contain("<token>").And.Not.Contain("AAHdq"));
        Assert.That(Redaction.OfTokens.Finds(text), Is.True);
    }

    [TestCase("2026-01-02 03:04:05")]
    [TestCase("http://127.0.0.1:8443/webhook_route")]
    [TestCase("error:0A000086:SSL routines::certificate verify failed")]
    public void Ordinary_text_is_left_alone(string text) =>
        Assert.That(Redaction.OfTokens.Clean(text), Is.EqualTo(text));

    [Test]
    public void A_quote_is_one_line_of_bounded_length_without_half_a_secret()
    {
        var text = new string('a', 195) + "\r\n" + Secret;

        var quote = Redaction.OfTokens.With(Secret).Quote(text);

        Assert.That(quote, Has.Length.LessThanOrEqualTo(201).And.Not.Contain("planted").And.Not.Contain("\n"));
    }

    [TestCase("abcd", true)]
    [TestCase("abc", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void A_secret_so_short_that_ordinary_text_holds_it_garbles_nothing(string? secret, bool isRemoved) =>
        Assert.That(Redaction.OfTokens.With(secret).Clean("xabcdx"), Is.EqualTo(isRemoved ? "x<secret token>x" : "xabcdx"));

    [Test]
    public void A_secret_that_holds_another_left_its_end_behind()
    {
        var redaction = Redaction.OfTokens.With("planted", "planted-and-more").With("other");

        Assert.That(redaction.Clean("planted-and-more, planted, other"),
            Is.EqualTo("<secret token>, <secret token>, <secret token>"));
        Assert.That((redaction.Finds("no such words"), redaction.Finds("an other")), Is.EqualTo((false, true)));
    }

    [TestCase("123456789:AAsecretsecretsec", "AAsecretsecretse", false)]
    [TestCase("123456789:AAsecretsecretsec", "AAsecretsecretsec", true)]
    [TestCase("123456789:AAsecretsecretse", "AAsecretsecretse", true)]
    [TestCase("123456789:AAsecretsecrets", "AAsecretsecrets", false)]
    [TestCase("123456789:AAsecretsecrets", "123456789:AAsecretsecrets", true)]
    [TestCase("123456789:AAsecretsecrets", "123456789%3aaasecretsecrets", true)]
    [TestCase("123456789:AAsecretsecretsec", "aasecretsecretsec", true)]
    public void The_second_half_of_a_token_is_removed_too_where_it_is_too_long_for_a_word(
        string token, string text, bool isRemoved)
    {
        using var bot = new TelegramBot(token);

        Assert.That(bot.Redact().Clean($"<{text}>"), Is.EqualTo(isRemoved ? "<<token>>" : $"<{text}>"));
    }

    [Test]
    public void A_quote_as_long_as_is_allowed_is_not_cut()
    {
        Assert.That(Redaction.OfTokens.Quote("abc", 3), Is.EqualTo("abc"));
        Assert.That(Redaction.OfTokens.Quote("abcd", 3), Is.EqualTo("abc…"));
        Assert.That(Redaction.OfTokens.Quote(new string('x', 200)), Has.Length.EqualTo(200));
        Assert.That(Redaction.OfTokens.Quote(" a\u0007b\r\nc\t"), Is.EqualTo("a b  c"));
    }

    [TestCase("payments", "provider_token")]
    [TestCase("setWebhook", "secret_token")]
    public async Task A_secret_parameter_is_removed_wherever_it_stands_in_the_request(string method, string parameter)
    {
        using var telegram = new MockTelegram().AnswersError(
            400, $"Bad Request: {Secret} with other-value and 1234567");
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest(method,
            ("nested", new { secret_token = "not this one", x = new[] { 1 } }), ("other", "other-value"),
            (parameter, Secret), ("secret_token_2", 1234567))));

        Assert.That(error!.Description, Is.EqualTo("Bad Request: <secret token> with other-value and 1234567"));
    }

    [Test]
    public async Task The_payment_providers_token_in_an_inline_answer_was_shown()
    {
        using var telegram = new MockTelegram().AnswersError(400, $"Bad Request: {Secret} is unknown");
        using var bot = telegram.Bot();
        var results = new[] { new { id = "1", input_message_content = new { title = "a", provider_token = Secret } } };

        var request = new TestRequest("answerInlineQuery", ("results", results));
        var error = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(request));

        Assert.That(error!.Description, Is.EqualTo("Bad Request: <secret token> is unknown"));
    }

    [Test]
    public async Task A_refusal_of_what_nests_deep_was_lost_behind_an_error_of_the_reader([Values] bool isPaced)
    {
        using var telegram = new MockTelegram().AnswersError(400, "Bad Request: too deep");
        using var bot = telegram.Bot(options => options with { Limits = isPaced ? TelegramLimits.Default : null });
        JsonNode deep = "text";
        for (var level = 0; level < 100; level++) deep = new JsonArray(deep);

        var error = await Assert.ThrowsAsync<ApiRequestException>(
            () => bot.Call("sendRichMessage", new JsonObject { ["rich_message"] = deep, ["chat_id"] = 1 }));

        Assert.That(error!.Description, Is.EqualTo("Bad Request: too deep"));
    }

    [TestCase("https://user:pass@bot.example.com:8443/webhook_route?x=1", "https://bot.example.com:8443/we…?…")]
    [TestCase("https://bot.example.com/hook", "https://bot.example.com/…")]
    [TestCase("https://bot.example.com", "https://bot.example.com")]
    [TestCase("https://bot.example.com/telegram/c2VjcmV0/", "https://bot.example.com/te…/c2…/")]
    public void An_address_is_masked_so_that_it_can_be_recognised_but_not_used(string url, string masked) =>
        Assert.That(WebhookUrl.Masked(url), Is.EqualTo(masked));
}
