using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>What a program has at hand becomes what a request takes, or an error says why not.</summary>
public sealed class ConversionTests
{
    private static readonly Chat Room = new() { Id = -100123, Type = ChatType.Supergroup };

    [Test]
    public void A_chat_is_named_by_what_a_program_has_at_hand()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((ChatId)Room, Is.EqualTo(new ChatId(-100123)));
            Assert.That((ChatId)new Message { Chat = Room }, Is.EqualTo(new ChatId(-100123)));
            Assert.That((ChatId)new User { Id = 42 }, Is.EqualTo(new ChatId(42)));
            Assert.That(((ChatId)"@my_channel").Username, Is.EqualTo("@my_channel"));
            Assert.That(((ChatId)" -100123 ").Id, Is.EqualTo(-100123));
        }
    }

    [TestCase("new text")]
    [TestCase("hello")]
    [TestCase("my_channel")]
    [TestCase("@two words")]
    [TestCase("@")]
    [TestCase("@name!")]
    [TestCase("https://t.me/name")]
    public void Text_that_names_no_chat_is_refused_and_not_sent_as_a_username(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => _ = (ChatId)text)!;

        Assert.That(error.Message, Does.Contain("neither a numeric id nor a public @username").And.Not.Contain(text.Length > 1 ? text : "\0"));
    }

    [Test]
    public void A_chat_that_was_never_named_is_refused_before_anything_is_sent()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.Throws<ArgumentException>(() => _ = new SendMessage(default, "hi"));
            Assert.Throws<ArgumentException>(() => _ = new SendMessage(0, "hi"));
            Assert.Throws<ArgumentException>(() => _ = new BotCommandScopeChat(default(ChatId)));
            Assert.Throws<ArgumentException>(
                () => _ = new EditMessageText { ChatId = default(ChatId), MessageId = 1, Text = "hi" }.ToJson());
        }
    }

    [Test]
    public void A_file_is_made_from_what_a_program_has_at_hand()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetRandomFileName() + ".png");
        File.WriteAllBytes(path, [1, 2, 3]);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var memory = new MemoryStream([1]);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(InputFile.FromPath(path).FileName, Is.EqualTo(Path.GetFileName(path)));
                Assert.That(((InputFile)new FileInfo(path)).FileName, Is.EqualTo(Path.GetFileName(path)));
                Assert.That(((InputFile)stream).FileName, Is.EqualTo(Path.GetFileName(path)));
                Assert.That(((InputFile)memory).FileName, Is.EqualTo("file"));
                Assert.That(((InputFile)(byte[])[1]).IsUpload, Is.True);
                Assert.That(((InputFile)new Uri("https://example.org/a b.png")).Reference,
                    Is.EqualTo("https://example.org/a%20b.png"));
                Assert.That(
                    ((InputFile)"https://example.org/a.png").Reference, Is.EqualTo("https://example.org/a.png"));
                Assert.That(((InputFile)"AgACAgQAAxkBAAIB-_8").Reference, Is.EqualTo("AgACAgQAAxkBAAIB-_8"));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void A_file_is_made_of_a_text_that_is_said_to_be_a_url_and_of_a_stream_without_a_name()
    {
        using var memory = new MemoryStream([1]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(InputFile.FromUrl(" https://example.org/a b.png ").Reference,
                Is.EqualTo("https://example.org/a%20b.png"));
            Assert.That(() => InputFile.FromUrl("AgACAgQ"), Throws.ArgumentException.With.Message.Contains("InputFile.FromFileId"));
            Assert.That(() => InputFile.FromUrl("file:///etc/passwd"), Throws.ArgumentException.With.Message.Contains("InputFile.FromPath"));
            Assert.That(InputFile.FromStream(memory).FileName, Is.EqualTo("file"));
        }
    }

    [TestCase(" AgACAgQAAxkBAAIB-_8\n", "AgACAgQAAxkBAAIB-_8")]
    [TestCase("\thttps://example.org/a.png ", "https://example.org/a.png")]
    public void White_space_around_a_file_id_made_it_none(string typed, string reference) =>
        Assert.That(((InputFile)typed).Reference, Is.EqualTo(reference));

    [TestCase("https://")]
    [TestCase("http://a b/c")]
    public void An_address_that_is_none_was_an_error_of_its_format_and_not_of_the_argument(string text) =>
        Assert.That(() => _ = (InputFile)text, Throws.ArgumentException);

    [TestCase("/etc/passwd")]
    [TestCase("cat.jpg")]
    [TestCase("pictures/cat")]
    [TestCase("file:///etc/passwd")]
    [TestCase("hello world")]
    public void Words_from_a_user_never_become_a_file_of_this_machine(string text) =>
        Assert.That(() => _ = (InputFile)text, Throws.ArgumentException.With.Message.Contains("InputFile.FromPath"));

    [Test]
    public void A_reply_names_the_chat_of_the_message_except_where_Telegram_takes_none()
    {
        ReplyParameters plain = new Message { MessageId = 7, Chat = Room };
        ReplyParameters business = new Message { MessageId = 7, Chat = Room, BusinessConnectionId = "b" };
        ReplyParameters ephemeral = new Message { MessageId = 7, Chat = Room, EphemeralMessageId = 9 };
        ReplyParameters id = 7;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((plain.MessageId, plain.ChatId), Is.EqualTo(((long?)7, (ChatId?)Room.Id)));
            Assert.That((business.MessageId, business.ChatId), Is.EqualTo(((long?)7, (ChatId?)null)));
            Assert.That((ephemeral.MessageId, ephemeral.EphemeralMessageId), Is.EqualTo(((long?)null, (long?)9)));
            Assert.That((id.MessageId, id.ChatId), Is.EqualTo(((long?)7, (ChatId?)null)));
        }
    }

    [Test]
    public void Constructors_and_pairs_set_what_is_required()
    {
        BotCommand[] commands = [new("start", "Begin"), ("help", "Help")];
        LabeledPrice[] prices = [new("One", 5), ("Two", 7)];
        InputPollOption[] options = ["Yes", "No"];
        var request = new SetMyCommands(commands).ToJson();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonNode.DeepEquals(request["commands"], JsonNode.Parse("""[{"command":"start","description":"Begin"},{"command":"help","description":"Help"}]""")), request.ToString());
            Assert.That(prices.Select(price => price.Amount), Is.EqualTo((long[])[5, 7]));
            Assert.That(options.Select(option => option.Text), Is.EqualTo((string[])["Yes", "No"]));
            Assert.That(new InputMediaPhoto("AgACAgQ").Media.Reference, Is.EqualTo("AgACAgQ"));
            Assert.That(new InlineQueryResultArticle("1", "Title", "words").InputMessageContent,
                Is.InstanceOf<InputTextMessageContent>());
            Assert.That(new InputInvoiceMessageContent("t", "d", "p", "XTR", prices).Prices, Has.Count.EqualTo(2));
            Assert.Throws<ArgumentNullException>(() => _ = new BotCommand("start", null!));
        }
    }

    [Test]
    public void Received_types_are_made_without_filling_in_what_nobody_reads()
    {
        var update = new Update { Message = new Message { From = new User { Id = 42 }, Chat = new Chat { Id = 42 }, Text = "hi" } };

        Assert.That((update.User!.Id, update.Chat!.Id, update.Type), Is.EqualTo((42L, 42L, UpdateType.Message)));
    }
}
