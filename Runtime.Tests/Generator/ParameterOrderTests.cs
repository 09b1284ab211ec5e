using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Generator;

/// <summary>What a caller passes by position goes where the caller means it.</summary>
public sealed class ParameterOrderTests
{
    // Where it happens; callers who need one name it.
    private static readonly string[] Places = ["messageThreadId", "directMessagesTopicId", "inlineMessageId", "businessConnectionId"];

    // The only optional parameters that may stand before the words.
    private static readonly string[] BeforeWords = ["userId", "chatId", "messageId", "text"];

    // What people pass by position, in the order in which they do.
    private static readonly string[] Used = ["caption", "parseMode", "replyParameters", "replyMarkup"];

    [Test]
    public void Nothing_optional_stands_behind_the_place_but_another_place()
    {
        var surprising = Methods()
            .Where(method => Optional(method).SkipWhile(name => !Places.Contains(name)).Any(name => !Places.Contains(name)))
            .Select(Signature);

        Assert.That(surprising, Is.Empty);
    }

    [TestCase("text")]
    [TestCase("caption")]
    public void The_words_come_right_after_what_they_are_for(string words)
    {
        var surprising = Methods()
            .Where(method => Optional(method).Contains(words) && Optional(method).TakeWhile(name => name != words).Except(BeforeWords).Any())
            .Select(Signature);

        Assert.That(surprising, Is.Empty);
    }

    [Test]
    public void What_people_use_comes_before_what_few_do()
    {
        var surprising = Methods()
            .Where(method => !Optional(method).Intersect(Used).SequenceEqual(Used.Intersect(Optional(method))))
            .Select(Signature);
        var buried = Methods()
            .Where(method => method.Name.StartsWith("Send", StringComparison.Ordinal))
            .Where(method => Optional(method).Contains("replyMarkup") && Optional(method).TakeWhile(name => name != "replyMarkup").Except([.. Used, .. BeforeWords, "questionParseMode"]).Any())
            .Select(Signature);

        Assert.That(surprising, Is.Empty);
        Assert.That(buried, Is.Empty);
    }

    [Test]
    public void Cancellation_is_last_everywhere() => Assert.That(
        // Those that are there for their message do not compile.
        typeof(BotApiMethods).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !method.IsDefined(typeof(ObsoleteAttribute)))
            .Where(method => method.GetParameters()[^1].Name != "cancellationToken"),
        Is.Empty);

    [Test]
    public void What_is_required_comes_first()
    {
        var surprising = Methods()
            .Where(method => method.Name != nameof(SetWebhook) && method.GetParameters().SkipWhile(parameter => !parameter.IsOptional).Any(parameter => !parameter.IsOptional))
            .Select(Signature);

        Assert.That(surprising, Is.Empty);
        Assert.That(Methods(), Has.Count.EqualTo(185));
    }

    [Test]
    public async Task An_edit_takes_chat_message_and_text_by_position()
    {
        using var telegram = new MockTelegram();
        telegram.Answers("""{"ok":true,"result":true}""");
        using var bot = telegram.Bot();

        await bot.EditMessageText(42, 7, "new text", ParseMode.Html);

        var sent = telegram.Received.Single().Text;
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse("""{"chat_id":42,"message_id":7,"text":"new text","parse_mode":"HTML"}""")), sent);
    }

    // Overloads that take words and how to read them as one are made from these.
    private static List<MethodInfo> Methods() =>
        [.. typeof(BotApiMethods).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.GetCustomAttribute<OverloadResolutionPriorityAttribute>() is null)];

    private static List<string> Optional(MethodInfo method) =>
        [.. method.GetParameters().Where(parameter => parameter.IsOptional && parameter.Name != "cancellationToken").Select(parameter => parameter.Name!)];

    private static string Signature(MethodInfo method) => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})";
}
