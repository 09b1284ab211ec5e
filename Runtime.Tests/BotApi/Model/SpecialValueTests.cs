using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>Values at the ends of their range, and what people type.</summary>
public sealed class SpecialValueTests
{
    private static IEnumerable<TestCaseData> Times()
    {
        yield return new TestCaseData(DateTimeOffset.MaxValue, 0L).SetArgDisplayNames("for ever");
        yield return new TestCaseData(new DateTimeOffset(DateTime.MaxValue, TimeSpan.Zero), 0L)
            .SetArgDisplayNames("DateTime.MaxValue");
        // What DateTime.MaxValue and MinValue become by themselves, in the zone of the machine.
        yield return InZone(DateTime.MaxValue, 2, "DateTime.MaxValue in the east");
        yield return InZone(DateTime.MaxValue, 14, "DateTime.MaxValue in the far east");
        yield return InZone(DateTime.MinValue, -12, "DateTime.MinValue in the west");
        yield return new TestCaseData(new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero), 0L)
            .SetArgDisplayNames("the last day");
        yield return new TestCaseData(DateTimeOffset.MinValue, 0L).SetArgDisplayNames("the earliest");
        yield return new TestCaseData(default(DateTimeOffset), 0L).SetArgDisplayNames("not set");
        yield return new TestCaseData(DateTimeOffset.UnixEpoch, 0L).SetArgDisplayNames("0");
        yield return new TestCaseData(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), 1767225600L)
            .SetArgDisplayNames("another zone");
        yield return new TestCaseData(DateTimeOffset.FromUnixTimeSeconds(int.MaxValue), (long)int.MaxValue)
            .SetArgDisplayNames("the end of 32 bits");
    }

    private static TestCaseData InZone(DateTime time, int hours, string name) =>
        new TestCaseData(new DateTimeOffset(time, TimeSpan.FromHours(hours)), 0L).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Times))]
    public void A_time_that_means_for_ever_was_a_number_that_Telegram_cannot_read(DateTimeOffset time, long expected)
    {
        var json = new BanChatMember(-1, 2) { UntilDate = time }.ToJson();

        Assert.That((long)json["until_date"]!, Is.EqualTo(expected));
    }

    [Test]
    public void A_time_keeps_what_a_program_set_and_null_stays_null()
    {
        var time = new DateTimeOffset(2026, 1, 1, 2, 0, 0, 123, TimeSpan.FromHours(2));

        var message = new Message { MessageId = 1, Chat = new Chat { Id = 1, Type = ChatType.Private }, Date = time };

        Assert.That(message.Date, Is.EqualTo(time));
        Assert.That(message.EditDate, Is.Null);
        Assert.That(new MessageEntity { Type = MessageEntityType.Bold, Offset = 0, Length = 1 }.UnixTime, Is.Null);
        Assert.That(new MessageEntity { Type = MessageEntityType.Bold, Offset = 0, Length = 1, UnixTime = time }.UnixTime, Is.EqualTo(time));
        Assert.That(Update.Parse("""{"update_id":1,"message":{"message_id":1}}"""u8).Message!.Date, Is.EqualTo(default(DateTimeOffset)));
    }

    [TestCase(" AgACAgIAAx0C\n", "AgACAgIAAx0C")]
    [TestCase("\thttps://example.org/a b.png ", "https://example.org/a b.png")]
    public void White_space_around_a_file_id_was_sent_with_it(string typed, string sent) =>
        Assert.That((string)new SendPhoto(1, typed.ToInputFile()).ToJson()["photo"]!, Is.EqualTo(sent));

    [TestCase("  address.com/hook \n", "https://address.com/hook")]
    [TestCase(" http://127.0.0.1:1/hook ", "http://127.0.0.1:1/hook")]
    [TestCase("   ", "")]
    public void White_space_around_a_webhooks_address_was_sent_with_it(string typed, string sent) =>
        Assert.That((string)new SetWebhook(typed).ToJson()["url"]!, Is.EqualTo(sent));

    [TestCase(" @ada_example ", "@ada_example")]
    [TestCase("@ada_example\n", "@ada_example")]
    public void White_space_around_a_chats_name_does_not_matter(string typed, string sent) =>
        Assert.That((string)new SendMessage(typed, "hi").ToJson()["chat_id"]!, Is.EqualTo(sent));

    [TestCase(" -1001000000001 ", -1001000000001)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("-9223372036854775808", long.MinValue)]
    public void A_typed_id_is_a_number_to_the_ends_of_its_range(string typed, long sent) =>
        Assert.That((long)new SendMessage(typed, "hi").ToJson()["chat_id"]!, Is.EqualTo(sent));

    [Test]
    public void A_relative_URL_is_refused_as_an_argument() =>
        Assert.That(() => new Uri("/a.png", UriKind.Relative).ToInputFile(), Throws.ArgumentException.With.Message.Contains("absolute"));

    [TestCase(int.MaxValue, int.MaxValue)]
    [TestCase(int.MinValue, -1)]
    [TestCase(0, 0)]
    public void Offsets_and_lengths_come_back_as_they_were(int offset, int length)
    {
        var json = new JsonObject { ["type"] = "bold", ["offset"] = offset, ["length"] = length };

        Recode.AssertSame(Recode.Encode(Recode.Decode("MessageEntity", json)), json);
    }
}
