using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>What goes over the wire, byte for byte.</summary>
internal sealed class RequestTests : SenderTest
{
    [Test]
    [Wire("2.31", "5.1", "5.4", "5.5", "5.8", "10.1")]
    public async Task The_request_is_Telegrams_byte_for_byte()
    {
        await SetWebhook(new JsonObject { ["url"] = $"http://127.0.0.1:{Server.Port}/hook/a?x=1", ["secret_token"] = "Abc_-123" });
        await Ada.Says("héllo 🙂 \"</script>\" \\ \u007f");
        var request = await Server.Next();
        Assert.That(request.Head, Is.EqualTo(
            $"POST /hook/a?x=1 HTTP/1.1\r\nHost: 127.0.0.1:{Server.Port}\r\nX-Telegram-Bot-Api-Secret-Token: Abc_-123\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {request.Body.Length}\r\nConnection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n\r\n"));
        Assert.That(request.Body, Does.StartWith($"{{\"update_id\":{request.UpdateId},\n\"message\":{{\"message_id\":1,\"from\":{{\"id\":{Ada.Id},\"is_bot\":false,"));
        Assert.That(request.Body, Does.EndWith("\"text\":\"h\\u00e9llo \\ud83d\\ude42 \\\"</script>\\\" \\\\ \\u007f\"}}"));
        await request.Ok();
    }

    [Test]
    [Wire("2.15", "5.4", "5.6")]
    public async Task Userinfo_becomes_a_basic_header_before_the_secret()
    {
        await SetWebhook(new JsonObject { ["url"] = $"http://bob:pw@127.0.0.1:{Server.Port}/", ["secret_token"] = "s" });
        await Ada.Says("hi");
        Assert.That((await Server.Next()).Head,
            Does.Contain("\r\nAuthorization: Basic Ym9iOnB3\r\nX-Telegram-Bot-Api-Secret-Token: s\r\n"));
    }

    [Test]
    [Wire("5.7")]
    public async Task Headers_above_4096_bytes_are_never_sent()
    {
        await SetWebhook(new JsonObject { ["url"] = Server.Url + "/" + new string('p', 4000) });
        await Ada.Says("stuck");
        await NothingArrives();
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    [Wire("5.8", "5.17")]
    public async Task Update_ids_count_up_by_one_from_a_random_start_over_all_kinds()
    {
        await SetWebhook();
        await Ada.Says("one");
        var first = await Server.Next();
        await first.Ok();
        Telegram.SendUpdate("poll", new JsonObject { ["id"] = "5" });
        var second = await Server.Next();
        Assert.That(first.UpdateId, Is.InRange(2_000_000, 1_000_000_000));
        Assert.That(second.UpdateId, Is.EqualTo(first.UpdateId + 1));
        Assert.That(second.Body, Is.EqualTo($"{{\"update_id\":{second.UpdateId},\n\"poll\":{{\"id\":\"5\"}}}}"));
    }

    [Test]
    [Wire("5.2", "6.19")]
    public async Task One_connection_serves_one_request_after_another()
    {
        await SetWebhook();
        for (var i = 0; i < 3; i++)
        {
            await Ada.Says($"{i}");
            var request = await Server.Next();
            Assert.That((request.ConnectionNumber, request.Text), Is.EqualTo((1, $"{i}")));
            await request.Ok();
            await Telegram.Deliveries(i + 1);
        }
    }
}
