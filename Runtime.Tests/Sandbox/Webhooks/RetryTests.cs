using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>WIRE §6 and §7: what counts as failure, when it is tried again, when it is given up.</summary>
internal sealed class RetryTests : SenderTest
{
    [Test]
    [Wire("7.4", "10.4")]
    public async Task A_failing_update_is_tried_at_0_0_2_6_14_and_30_seconds()
    {
        await SetWebhook();
        await Ada.Says("hi");
        var start = Time.GetUtcNow();
        var attempts = new List<double>();
        foreach (var wait in new[] { 0, 2, 4, 8, 16, 0 })
        {
            var request = await Server.Next();
            attempts.Add((Time.GetUtcNow() - start).TotalSeconds);
            await request.Status(500, "Internal Server Error");
            await AfterAttempts(attempts.Count, wait);
        }
        Assert.That(attempts, Is.EqualTo(new double[] { 0, 0, 2, 6, 14, 30 }));
    }

    [Test]
    [Wire("7.1", "7.2", "7.3", "10.4")]
    public async Task Retry_after_is_kept_to_the_second_and_leaves_the_doubling_alone()
    {
        await SetWebhook();
        await Ada.Says("hi");
        var waits = new List<TimeSpan?>();
        foreach (var header in new[] { "Retry-After: 3\r\n", "Retry-After: 3\r\n", "", "Retry-After: 9999\r\n", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n" })
        {
            await (await Server.Next()).Status(503, "Service Unavailable", header);
            waits.Add((await AfterAttempts(waits.Count + 1, waits.Count == 3 ? 3600 : 4))[^1].RetryIn);
        }
        Assert.That(waits.Select(wait => wait!.Value.TotalSeconds), Is.EqualTo(new[] { 3, 3, 2, 3600, 4.0 }));
    }

    [Test]
    [Wire("7.5")]
    public async Task The_doubling_is_capped_each_time_by_60_to_120_seconds()
    {
        await SetWebhook();
        await Ada.Says("hi");
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 16; attempt++)
        {
            await (await Server.Next()).Status(500, "Internal Server Error");
            var retryIn = (await Telegram.Deliveries(attempt))[^1].RetryIn!.Value.TotalSeconds;
            await AfterAttempts(attempt, retryIn);
            waits.Add(retryIn);
        }
        Assert.That(waits[..6], Is.EqualTo(new double[] { 0, 2, 4, 8, 16, 32 }));
        Assert.That(waits[6..], Is.All.InRange(60, 120));
        Assert.That(waits[7..].Distinct().Count(), Is.GreaterThan(3));
    }

    [TestCase(301, "5", 5)]
    [TestCase(404, "5", 5)]
    [TestCase(500, "5", 5)]
    [TestCase(503, "0", 0)]
    [TestCase(503, "-5", 0)]
    [TestCase(503, "1.5", 0)]
    [TestCase(503, "soon", 0)]
    [Wire("7.1", "7.2")]
    public async Task Retry_after_counts_with_any_failure_when_it_is_a_whole_number(
        int status, string value, int seconds)
    {
        await SetWebhook();
        await Ada.Says("hi");
        await (await Server.Next()).Status(status, "Whatever", $"Retry-After: {value}\r\n");
        Assert.That((await Telegram.Deliveries(1))[0].RetryIn, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    [Wire("7.6")]
    public async Task A_delay_beyond_the_lifetime_drops_the_update_at_once()
    {
        await SetWebhook();
        Telegram.SendUpdate("inline_query", Json("{'id':'1','from':{'id':5},'query':'x','offset':''}"));
        await (await Server.Next()).Status(503, "Service Unavailable", "Retry-After: 60\r\n");
        var attempt = (await Telegram.Deliveries(1))[0];
        Assert.That(attempt.RetryIn, Is.Null);
        Assert.That(attempt.Error, Is.EqualTo("Wrong response from the webhook: 503 Service Unavailable"));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.Zero);
    }

    [TestCase(200, true)]
    [TestCase(204, true)]
    [TestCase(299, true)]
    [TestCase(301, false)]
    [TestCase(404, false)]
    [TestCase(500, false)]
    [Wire("4.8", "6.1")]
    public async Task Any_2xx_is_success_and_nothing_else(int status, bool success)
    {
        await SetWebhook();
        await Ada.Says("hi");
        await (await Server.Next()).Status(status, "Whatever");
        var attempt = (await Telegram.Deliveries(1))[0];
        Assert.That(attempt.Error, Is.EqualTo(success ? null : $"Wrong response from the webhook: {status} Whatever"));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(success ? 0 : 1));
    }

    [Test]
    [Wire("4.4")]
    public async Task The_last_error_stays_after_success_until_the_webhook_is_set_again()
    {
        await SetWebhook();
        await Ada.Says("hi");
        await (await Server.Next()).Status(502, "Bad Gateway");
        await (await Server.Next()).Ok();
        await Telegram.Deliveries(2);
        var info = Telegram.WebhookInfo();
        Assert.That(info["last_error_message"]!.GetValue<string>(),
            Is.EqualTo("Wrong response from the webhook: 502 Bad Gateway"));
        Assert.That(info["last_error_date"]!.GetValue<long>(), Is.EqualTo(Time.GetUtcNow().ToUnixTimeSeconds()));
        await Pass(TimeSpan.FromSeconds(2));
        await SetWebhook(new JsonObject { ["max_connections"] = 7 });
        Assert.That(Telegram.WebhookInfo().ContainsKey("last_error_message"), Is.False);
    }

    [Test]
    [Wire("4.9", "6.21", "10.6")]
    public async Task An_answer_after_60_seconds_is_too_late_and_the_update_comes_again_at_once()
    {
        await SetWebhook();
        await Ada.Says("slow");
        var first = await Server.Next();
        await Settle();
        await Pass(TimeSpan.FromSeconds(61));
        var second = await Server.Next();
        Assert.That(second.Body, Is.EqualTo(first.Body));
        Assert.That(second.ConnectionNumber, Is.EqualTo(2));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(),
            Is.EqualTo("Read timeout expired"));
    }

    [Test]
    [Wire("4.17", "10.7")]
    public async Task A_connection_closed_without_an_answer_is_retried_and_reported_nowhere()
    {
        await SetWebhook();
        await Ada.Says("hi");
        (await Server.Next()).HangUp();
        var attempt = (await AfterAttempts(1, 2))[0];
        Assert.That(attempt.Error, Is.EqualTo("Webhook connection closed"));
        await (await Server.Next()).Ok();
        await Telegram.Deliveries(2);
        Assert.That(Telegram.WebhookInfo().ContainsKey("last_error_message"), Is.False);
    }

    [Test]
    [Wire("10.8")]
    public async Task A_body_shorter_than_its_length_is_retried_and_reported_nowhere()
    {
        await SetWebhook();
        await Ada.Says("hi");
        var first = await Server.Next();
        await first.Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        first.HangUp();
        await AfterAttempts(1, 2);
        await (await Server.Next()).Ok();
        await Telegram.Deliveries(2);
        Assert.That(Telegram.WebhookInfo().ContainsKey("last_error_message"), Is.False);
    }

    [Test]
    [Wire("6.2", "10.9")]
    public async Task A_100_Continue_makes_the_update_come_twice()
    {
        await SetWebhook();
        await Ada.Says("hi");
        var first = await Server.Next();
        await first.Answer("HTTP/1.1 100 Continue\r\n\r\n");
        var second = await Server.Next();
        Assert.That((second.Body, second.ConnectionNumber), Is.EqualTo((first.Body, 1)));
        await first.Ok();
        var deliveries = await Telegram.Deliveries(2);
        Assert.That(deliveries.Select(d => d.Status), Is.EqualTo(new int?[] { 100, 200 }));
    }

    [Test]
    [Wire("4.13")]
    public async Task A_server_that_is_not_there_is_tried_every_two_seconds_and_then_less_often()
    {
        var url = Server.Url;
        await Server.DisposeAsync();
        await SetWebhook(new JsonObject { ["url"] = url });
        await Ada.Says("anybody?");
        await Settle();
        await Pass(TimeSpan.FromSeconds(2));
        await AfterAttempts(1, 2);
        await AfterAttempts(2, 2);
        var deliveries = await Telegram.Deliveries(3);
        Assert.That(deliveries.Select(d => d.Error), Is.All.EqualTo("Connection refused"));
        Assert.That(deliveries.Select(d => d.RetryIn!.Value.TotalSeconds), Is.EqualTo(new double[] { 0, 2, 4 }));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(), Is.EqualTo("Connection refused"));
    }

    [Test]
    [Wire("6.19")]
    public async Task Connection_close_ends_the_connection_and_the_next_update_gets_a_new_one()
    {
        await SetWebhook();
        await Ada.Says("one");
        await (await Server.Next()).Status(200, "OK", "Connection: close\r\n");
        await Telegram.Deliveries(1);
        await Ada.Says("two");
        var second = await Server.Next();
        Assert.That((second.Text, second.ConnectionNumber), Is.EqualTo(("two", 2)));
    }

    [Test]
    [Wire("6.23", "6.24")]
    public async Task A_day_of_410_deletes_the_webhook_and_anything_else_in_between_starts_it_over()
    {
        await SetWebhook();
        Telegram.SendUpdate("message", MessageIn(1, "still here?", TimeSpan.FromDays(3)));
        // Hour by hour, for a longer jump would run into the 60 s that an answer may take.
        for (var hour = 1; hour <= 23; hour++)
            await Gone(hour, TimeSpan.FromHours(1));
        await Fail(24, 500, "Internal Server Error", TimeSpan.FromHours(1));
        for (var hour = 25; hour <= 47; hour++)
            await Gone(hour, TimeSpan.FromHours(1));
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.Not.Empty);
        await Gone(48, TimeSpan.FromSeconds(2));
        await (await Server.Next()).Status(410, "Gone");
        await Telegram.Deliveries(49);
        await Settle();
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.Empty);
    }

    private Task Gone(int attempt, TimeSpan then) => Fail(attempt, 410, "Gone", then);

    private async Task Fail(int attempt, int status, string reason, TimeSpan then)
    {
        await (await Server.Next()).Status(status, reason, then.TotalHours >= 1 ? "Retry-After: 3600\r\n" : "");
        await AfterAttempts(attempt, then.TotalSeconds);
    }
}
