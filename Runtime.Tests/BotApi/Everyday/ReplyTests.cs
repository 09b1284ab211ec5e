using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>A reply goes where the message is.</summary>
public sealed class ReplyTests
{
    [Test]
    public async Task A_reply_names_the_topic_and_the_account_of_the_message()
    {
        using var telegram = new MockTelegram();
        telegram.Answers("""{"ok":true,"result":{}}""").Answers("""{"ok":true,"result":{}}""");
        using var bot = telegram.Bot();

        await bot.Reply(new Message { MessageId = 7, Chat = new Chat { Id = -5 }, IsTopicMessage = true, MessageThreadId = 3 }, "hi");
        await bot.Reply(new Message { MessageId = 7, Chat = new Chat { Id = 5 }, MessageThreadId = 3, BusinessConnectionId = "b" }, "hi");

        AssertSent(telegram.Received[0].Text, """{"chat_id":-5,"text":"hi","reply_parameters":{"message_id":7,"chat_id":-5},"message_thread_id":3}""");
        AssertSent(telegram.Received[1].Text, """{"chat_id":5,"text":"hi","reply_parameters":{"message_id":7},"business_connection_id":"b"}""");
    }

    private static void AssertSent(string sent, string expected) =>
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(expected)), Is.True, sent);
}
