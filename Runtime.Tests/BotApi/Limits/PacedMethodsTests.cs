using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Limits;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>Which calls Telegram counts against its limits, and for which chat.</summary>
internal sealed class PacedMethodsTests
{
    [TestCase("sendMessage", true)]
    [TestCase("sendMediaGroup", true)]
    [TestCase("forwardMessages", true)]
    [TestCase("copyMessage", true)]
    [TestCase("sendChatAction", false)]
    [TestCase("editMessageText", false)]
    [TestCase("getUpdates", false)]
    [TestCase("answerCallbackQuery", false)]
    public void What_puts_a_message_into_a_chat_counts(string method, bool counts) =>
        Assert.That(PacedMethods.Counts(method), Is.EqualTo(counts));

    [TestCase("""{"chat_id":-1001,"text":"hi"}""", "-1001")]
    [TestCase("""{"text":"hi","chat_id":"@name"}""", "@name")]
    [TestCase("""{"reply_parameters":{"chat_id":7},"media":[{"chat_id":8}],"chat_id":9}""", "9")]
    [TestCase("""{"reply_parameters":{"chat_id":7}}""", null)]
    [TestCase("""{"chat_id":true}""", null)]
    [TestCase("""{"text":"chat_id"}""", null)]
    [TestCase("{}", null)]
    public void The_chat_is_the_one_that_the_message_goes_to(string parameters, string? chat) =>
        Assert.That(PacedMethods.ChatOf(Encoding.UTF8.GetBytes(parameters)), Is.EqualTo(chat));
}
