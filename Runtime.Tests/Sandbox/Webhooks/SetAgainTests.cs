using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>Setting what is set already, deleting, and what goes first when more than one thing is wrong.</summary>
internal sealed class SetAgainTests : SenderTest
{
    [TestCase("url", "http://127.0.0.1:9/other")]
    [TestCase("max_connections", "8")]
    [TestCase("secret_token", "other")]
    [TestCase("ip_address", "127.0.0.1")]
    [TestCase("drop_pending_updates", "yes")]
    [Wire("1.6")]
    public async Task One_other_argument_sets_the_webhook_anew(string name, string value)
    {
        var arguments = new JsonObject { ["max_connections"] = 7, ["secret_token"] = "secret" };
        await SetWebhook((JsonObject)arguments.DeepClone());
        await Pass(TimeSpan.FromSeconds(1));
        arguments["url"] = Server.Url;
        Assert.That(await Describe(arguments), Is.EqualTo("Webhook is already set"));
        await Pass(TimeSpan.FromSeconds(1));
        arguments[name] = value;
        Assert.That(await Describe(arguments), Is.EqualTo("Webhook was set"));
    }

    [Test]
    [Wire("1.6", "2.22")]
    public async Task A_certificate_on_either_side_sets_the_webhook_anew()
    {
        using var certificate = TestAuthority.SelfSigned("127.0.0.1");
        var url = Server.Url.Replace("http", "https", StringComparison.Ordinal);
        foreach (var upload in new[] { true, true, false })
        {
            var answer = upload
                ? await Bot.Upload(url, certificate)
                : await Bot.Envelope("setWebhook", new JsonObject { ["url"] = url });
            Assert.That(answer["description"]!.GetValue<string>(), Is.EqualTo("Webhook was set"));
            await Pass(TimeSpan.FromSeconds(1));
        }
        Assert.That(await Describe(new JsonObject { ["url"] = url }), Is.EqualTo("Webhook is already set"));
    }

    [Test]
    [Wire("1.7")]
    public async Task The_same_arguments_again_keep_connections_open()
    {
        await SetWebhook();
        for (var i = 1; i <= 2; i++)
        {
            await Ada.Says($"{i}");
            var request = await Server.Next();
            Assert.That(request.ConnectionNumber, Is.EqualTo(1));
            await request.Ok();
            await Telegram.Deliveries(i);
            await Pass(TimeSpan.FromSeconds(1));
            Assert.That(await Describe(new JsonObject { ["url"] = Server.Url }), Is.EqualTo("Webhook is already set"));
        }
    }

    [Test]
    [Wire("1.1", "1.2", "3.1", "3.15")]
    public async Task Setting_an_empty_url_deletes_and_is_not_limited()
    {
        await SetWebhook();
        var empty = new JsonObject { ["url"] = "" };
        Assert.That(await Describe(empty), Is.EqualTo("Webhook was deleted"));
        Assert.That(await Describe(empty), Is.EqualTo("Webhook is already deleted"));
    }

    [Test]
    [Wire("3.2")]
    public async Task What_waits_survives_a_deletion_unless_it_is_dropped()
    {
        await SetWebhook();
        await Ada.Says("under way");
        await Server.Next();
        await Bot.Result("deleteWebhook");
        Assert.That(Pending(), Is.EqualTo(1));
        await Pass(TimeSpan.FromSeconds(1));
        await SetWebhook();
        Assert.That((await Server.Next()).Text, Is.EqualTo("under way"));
        await Bot.Result("deleteWebhook", Json("{'drop_pending_updates':true}"));
        Assert.That(Pending(), Is.Zero);
    }

    [Test]
    [Wire("2.28")]
    public async Task Allowed_updates_survive_a_deletion_and_polling_shares_them()
    {
        await SetWebhook(Json("{'allowed_updates':['poll']}"));
        await Bot.Result("deleteWebhook");
        Assert.That(Telegram.WebhookInfo()["allowed_updates"]!.ToJsonString(), Is.EqualTo("""["poll"]"""));
        await Ada.Says("not asked for");
        Telegram.SendUpdate("poll", Json("{'id':'1'}"));
        Assert.That((await Bot.Result("getUpdates")).AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    [Wire("2.27")]
    public void By_default_all_kinds_come_but_three()
    {
        string[] kinds =
        [
            "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
            "callback_query", "custom_event",
            "custom_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member",
            "chat_member", "chat_join_request", "chat_boost",
            "removed_chat_boost", "message_reaction", "message_reaction_count", "business_connection",
            "business_message", "edited_business_message",
            "deleted_business_messages", "purchased_paid_media", "managed_bot", "guest_message",
        ];
        Assert.That(kinds.Where(kind => !Telegram.SendUpdate(kind, [])), Is.EqualTo(new[] { "chat_member", "message_reaction", "message_reaction_count" }));
    }

    [TestCase("true", 0)]
    [TestCase(" YES ", 0)]
    [TestCase("1", 0)]
    [TestCase("on", 1)]
    [TestCase("2", 1)]
    [TestCase("false", 1)]
    [Wire("1.12")]
    public async Task True_yes_and_1_drop_what_waits_and_nothing_else_does(string value, int left)
    {
        await Ada.Says("hi");
        await Bot.Result("setWebhook", new JsonObject { ["url"] = "http://127.0.0.1:9/", ["drop_pending_updates"] = value });
        Assert.That(Pending(), Is.EqualTo(left));
    }

    [Test]
    [Wire("1.13", "2.4")]
    public async Task Url_secret_and_certificate_are_checked_in_this_order()
    {
        const string Good = "https://127.0.0.1:9/";
        var huge = new byte[(3 << 20) + 1];
        foreach (var (url, secret, expected) in new[]
        {
            ("ftp://x", new string(' ', 257), "invalid webhook URL specified"),
            (Good, new string(' ', 257), "secret token is too long"),
            (Good, "not allowed", "secret token contains unallowed characters"),
            (Good, "", "certificate size is too big (3145729 bytes)"),
        })
        {
            var answer = await Bot.Upload(url, huge, secret);
            Assert.That(answer["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: " + expected));
            await Pass(TimeSpan.FromSeconds(1));
        }
    }

    [Test]
    [Wire("1.14", "2.8")]
    public async Task An_address_that_cannot_be_read_is_a_bad_webhook() =>
        Assert.That(await Bot.Error(400, "setWebhook", Json("{'url':'http://127.0.0.1:9/','ip_address':'nowhere'}")),
            Is.EqualTo("Bad Request: bad webhook: Invalid IP address specified"));

    [Test]
    [Wire("1.15")]
    public async Task Success_does_not_mean_that_anybody_is_there()
    {
        var url = Server.Url;
        await Server.DisposeAsync();
        Assert.That(await Describe(new JsonObject { ["url"] = url }), Is.EqualTo("Webhook was set"));
    }

    [Test]
    [Wire("1.10")]
    public async Task A_call_that_fails_its_checks_ends_deliveries_to_the_old_webhook()
    {
        await SetWebhook();
        await Ada.Says("one");
        await (await Server.Next()).Ok();
        await Telegram.Deliveries(1);
        await Pass(TimeSpan.FromSeconds(1));
        await Bot.Error(400, "setWebhook", Json("{'url':'http://127.0.0.1:9/','secret_token':'no blanks'}"));
        Assert.That(await Server.NextEnd(), Is.EqualTo(1));
        await Ada.Says("two");
        await NothingArrives();
    }

    [Test]
    [Wire("1.9")]
    public async Task Deleting_again_leaves_a_poll_alone()
    {
        var poll = Bot.Envelope("getUpdates", Json("{'timeout':50}"));
        for (var i = 0; i < 20; i++) await Bot.Result("getMe");
        Assert.That(await Describe(new JsonObject { ["url"] = "" }), Is.EqualTo("Webhook is already deleted"));
        await Ada.Says("hi");
        Assert.That((await poll.WaitAsync(Guard))["result"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    [Wire("4.1", "4.3")]
    public async Task Info_counts_what_is_under_way_and_puts_the_last_error_before_the_settings()
    {
        await SetWebhook(Json("{'max_connections':3,'allowed_updates':['message']}"));
        await Ada.Says("hi");
        await (await Server.Next()).Status(500, "Oh");
        await Server.Next();
        await Telegram.Deliveries(1);
        Assert.That(Telegram.WebhookInfo().ToJsonString(), Is.EqualTo(
            $$"""{"url":"{{Server.Url}}","has_custom_certificate":false,"pending_update_count":1,"last_error_date":{{Time.GetUtcNow().ToUnixTimeSeconds()}},"""
            + "\"last_error_message\":\"Wrong response from the webhook: 500 Oh\",\"max_connections\":3,\"ip_address\":\"127.0.0.1\",\"allowed_updates\":[\"message\"]}"));
    }

    private int Pending() => Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>();

    private async Task<string> Describe(JsonObject arguments)
    {
        var answer = await Bot.Envelope("setWebhook", (JsonObject)arguments.DeepClone());
        return answer["description"]!.GetValue<string>();
    }
}
