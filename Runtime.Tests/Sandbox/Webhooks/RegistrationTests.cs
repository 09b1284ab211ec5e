using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>WIRE §1 to §4: setting a webhook, and asking about it.</summary>
internal sealed class RegistrationTests : SandboxTest
{
    // Nothing listens there; that is not noticed when a webhook is set.
    private const string Url = "http://127.0.0.1:9/hook";

    [Test]
    [Wire("1.2", "1.5", "3.1", "3.14")]
    public async Task Setting_twice_within_a_second_is_too_much_and_deleting_is_not_limited()
    {
        await Set();
        using var content = new StringContent($$"""{"url":"{{Url}}"}""", null, "application/json");
        using var answer = await Bot.Http.PostAsync(Bot.Url("setWebhook"), content);
        Assert.That(await answer.Content.ReadAsStringAsync(),
            Is.EqualTo("""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}"""));
        Assert.That(answer.Headers.RetryAfter!.ToString(), Is.EqualTo("1"));
        Assert.That((await Bot.Envelope("deleteWebhook"))["description"]!.GetValue<string>(),
            Is.EqualTo("Webhook was deleted"));
        Assert.That((await Bot.Envelope("deleteWebhook"))["description"]!.GetValue<string>(),
            Is.EqualTo("Webhook is already deleted"));
        await Pass(TimeSpan.FromSeconds(1));
        await Set();
    }

    [Test]
    [Wire("1.5")]
    public async Task The_same_arguments_again_are_already_set_and_only_allowed_updates_is_taken()
    {
        await Set(new JsonObject { ["secret_token"] = "s", ["max_connections"] = 5 });
        await Pass(TimeSpan.FromSeconds(1));
        var again = await Bot.Envelope("setWebhook",
            Json($"{{'url':'{Url}','secret_token':'s','max_connections':'5','allowed_updates':['message']}}"));
        Assert.That(again["description"]!.GetValue<string>(), Is.EqualTo("Webhook is already set"));
        Assert.That(Telegram.WebhookInfo()["allowed_updates"]!.ToJsonString(), Is.EqualTo("""["message"]"""));
        await Pass(TimeSpan.FromSeconds(1));
        Assert.That(await Set(new JsonObject { ["secret_token"] = "other" }), Is.EqualTo("Webhook was set"));
    }

    [Test]
    [Wire("1.10", "4.2")]
    public async Task A_call_that_fails_its_checks_leaves_no_webhook_at_all()
    {
        await Set();
        await Pass(TimeSpan.FromSeconds(1));
        Assert.That(await Bot.Error(400, "setWebhook", Json("{'url':'ftp://example.org/'}")),
            Is.EqualTo("Bad Request: invalid webhook URL specified"));
        Assert.That(Telegram.WebhookInfo().ToJsonString(), Is.EqualTo("""{"url":"","has_custom_certificate":false,"pending_update_count":0}"""));
    }

    [TestCase("ftp://example.org/")]
    [TestCase("https://example.org:0/")]
    [TestCase("https://example.org:70000/")]
    [TestCase("https://example.org:x/")]
    [TestCase("https:///path")]
    [TestCase("https://./")]
    [TestCase("https://[::1/")]
    [TestCase("https://exa mple.org/")]
    [TestCase("https://exam%zzple.org/")]
    [TestCase("https://us er@example.org/")]
    [TestCase("https://[::zz]/")]
    [Wire("2.1")]
    public async Task An_address_that_cannot_be_read_is_refused(string url) =>
        Assert.That(await Bot.Error(400, "setWebhook", new JsonObject { ["url"] = url }),
            Is.EqualTo("Bad Request: invalid webhook URL specified"));

    [TestCase("http://127.0.0.1:9/", "127.0.0.1")]
    [TestCase("https://10.1.2.3:9/", "127.0.0.1")]
    [TestCase("http://[::1]:9/", "::1")]
    [Wire("2.31")]
    public async Task An_address_of_any_kind_is_taken_by_a_server_of_ones_own(string url, string ip)
    {
        await Bot.Result("setWebhook", new JsonObject { ["url"] = url, ["ip_address"] = ip });
        Assert.That(Telegram.WebhookInfo()["ip_address"]!.GetValue<string>(), Is.EqualTo(ip));
    }

    [Test]
    [Wire("2.2", "2.3")]
    public async Task A_secret_is_at_most_256_bytes_of_letters_digits_dash_and_underscore()
    {
        Assert.That(await Refused(new JsonObject { ["secret_token"] = new string('a', 257) }),
            Is.EqualTo("Bad Request: secret token is too long"));
        Assert.That(await Refused(new JsonObject { ["secret_token"] = "no blanks" }),
            Is.EqualTo("Bad Request: secret token contains unallowed characters"));
        await Set(new JsonObject { ["secret_token"] = new string('a', 256) });
    }

    [TestCase("0", 1)]
    [TestCase("-5", 1)]
    [TestCase("many", 1)]
    [TestCase("200000", 100_000)]
    [TestCase("50", 50)]
    [Wire("2.17")]
    public async Task Max_connections_is_clamped_and_never_refused(string given, int taken)
    {
        await Set(new JsonObject { ["max_connections"] = given });
        Assert.That(Telegram.WebhookInfo()["max_connections"]!.GetValue<int>(), Is.EqualTo(taken));
    }

    [Test]
    [Wire("2.17", "2.26", "4.1")]
    public async Task Info_has_Telegrams_fields_in_Telegrams_order()
    {
        await using var server = new RawServer();
        await Bot.Result("setWebhook", Json($"{{'url':'{server.Url}','allowed_updates':['poll','MESSAGE','nonsense']}}"));
        Assert.That(Telegram.WebhookInfo().ToJsonString(), Is.EqualTo(
            $$"""{"url":"{{server.Url}}","has_custom_certificate":false,"pending_update_count":0,"max_connections":100,"ip_address":"127.0.0.1","allowed_updates":["message","poll"]}"""));
    }

    [TestCase("[]", null)]
    [TestCase("[\"nonsense\"]", null)]
    [TestCase("", "[\"poll\"]")]
    [TestCase("{}", "[\"poll\"]")]
    [TestCase("[\"message\",1]", "[\"poll\"]")]
    [TestCase("[\"mess", "[\"poll\"]")]
    [Wire("2.24", "2.25", "4.6")]
    public async Task Allowed_updates_that_make_no_sense_change_nothing_and_none_known_means_the_default(
        string given, string? expected)
    {
        await Bot.Result("getUpdates", Json("{'allowed_updates':['poll']}"));
        await Set(new JsonObject { ["allowed_updates"] = given });
        Assert.That(Telegram.WebhookInfo()["allowed_updates"]?.ToJsonString(), Is.EqualTo(expected));
    }

    [Test]
    [Wire("2.12", "2.23")]
    public async Task A_certificate_counts_only_as_an_uploaded_file()
    {
        await Set(new JsonObject { ["certificate"] = "-----BEGIN CERTIFICATE-----" });
        Assert.That(Telegram.WebhookInfo()["has_custom_certificate"]!.GetValue<bool>(), Is.False);
        await Pass(TimeSpan.FromSeconds(1));
        var answer = await Bot.Upload(
            Url.Replace("http", "https", StringComparison.Ordinal), "nothing of the kind"u8.ToArray());
        Assert.That(answer["description"]!.GetValue<string>(),
            Does.StartWith("Bad Request: bad webhook: Failed to set custom certificate file{error:"));
    }

    [Test]
    public void An_error_that_the_old_sender_reported_while_it_was_closed_was_shown_for_the_new_webhook()
    {
        var state = new WebhookState();
        state.Begin();
        state.Fail(1, "Connection refused");
        state.End(null);
        Assert.That(state.LastError.Message, Is.Null);
    }

    [Test]
    [Wire("1.11")]
    public async Task Dropping_pending_updates_happens_before_the_checks()
    {
        await Telegram.User("Ada").Says("hi");
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(1));
        await Bot.Error(400, "setWebhook", Json("{'url':'ftp://x','drop_pending_updates':'Yes'}"));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.Zero);
    }

    [Test]
    [Wire("3.4", "3.7")]
    public async Task Polling_is_refused_while_a_webhook_is_set_and_a_second_refusal_takes_three_seconds()
    {
        await Set();
        const string Expected = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        Assert.That(await Bot.Error(409, "getUpdates"), Is.EqualTo(Expected));
        var second = Bot.Error(409, "getUpdates");
        for (var i = 0; i < 20; i++) await Bot.Result("getMe");
        Assert.That(second.IsCompleted, Is.False);
        await Pass(TimeSpan.FromSeconds(3));
        Assert.That(await second.WaitAsync(Guard), Is.EqualTo(Expected));
    }

    private async Task<string> Set(JsonObject? more = null)
    {
        var arguments = more ?? [];
        arguments["url"] = Url;
        var answer = await Bot.Envelope("setWebhook", arguments);
        Assert.That(answer["ok"]!.GetValue<bool>(), Is.True, answer.ToJsonString());
        return answer["description"]!.GetValue<string>();
    }

    private async Task<string> Refused(JsonObject arguments)
    {
        arguments["url"] = Url;
        var error = await Bot.Error(400, "setWebhook", arguments);
        await Pass(TimeSpan.FromSeconds(1));
        return error;
    }
}
