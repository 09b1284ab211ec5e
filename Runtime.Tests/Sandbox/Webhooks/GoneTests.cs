using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>What starts the 23 hours of 410 over, and what does not.</summary>
internal sealed class GoneTests : SenderTest
{
    private int _attempts;

    private bool IsSet => Telegram.WebhookInfo()["url"]!.GetValue<string>().Length > 0;

    [SetUp]
    public async Task SendSomething()
    {
        _attempts = 0;
        await SetWebhook(new JsonObject { ["max_connections"] = 1 });
        Send(1);
    }

    [Test]
    [Wire("6.23", "6.25")]
    public async Task Connections_that_end_without_an_answer_do_not_start_the_day_over()
    {
        await HoursOfGone(12);
        (await Server.Next()).HangUp();
        await AfterAttempts(++_attempts, 2);
        await HoursOfGone(11);
        Assert.That(IsSet, Is.True);
        await (await Server.Next()).Status(410, "Gone");
        await Telegram.Deliveries(++_attempts);
        await Settle();
        Assert.That(IsSet, Is.False);
        Assert.That(await Bot.Result("getUpdates"), Is.Not.Null);
    }

    [Test]
    [Wire("6.24")]
    public async Task A_success_starts_the_day_over()
    {
        await HoursOfGone(12);
        var gone = await Server.Next();
        await gone.Status(410, "Gone", "Retry-After: 3600\r\n");
        await Telegram.Deliveries(++_attempts);
        Send(2);
        await (await Server.Next()).Ok();
        await AfterAttempts(++_attempts, 3600);
        await HoursOfGone(12);
        await (await Server.Next()).Status(410, "Gone");
        await Telegram.Deliveries(++_attempts);
        await Settle();
        Assert.That(IsSet, Is.True);
    }

    private async Task HoursOfGone(int hours)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            await (await Server.Next()).Status(410, "Gone", "Retry-After: 3600\r\n");
            await AfterAttempts(++_attempts, 3600);
        }
    }

    private void Send(long chat) =>
        Telegram.SendUpdate("message", MessageIn(chat, "still here?", TimeSpan.FromDays(3)));
}
