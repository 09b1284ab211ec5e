using System.Text;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>Lists, names and numbers at the edges of what is decoded.</summary>
internal sealed class EdgeValueTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(30)]
    public void A_list_of_any_length_keeps_all_items_in_their_order(int count)
    {
        var ids = string.Join(",", Enumerable.Range(1, count));
        var photos = string.Join(",", Enumerable.Range(1, count).Select(id => $$"""{"file_id":"{{id}}"}"""));
        var rows = string.Join(",", Enumerable.Range(1, count).Select(id => $$"""[{"text":"{{id}}"}]"""));

        var update = Parse($$$$"""{"update_id":1,"poll_answer":{"option_ids":[{{{{ids}}}}]},"message":{"photo":[{{{{photos}}}}],"reply_markup":{"inline_keyboard":[{{{{rows}}}}]}}}""");

        Assert.That(update.PollAnswer!.OptionIds, Is.EqualTo(Enumerable.Range(1, count)));
        Assert.That(update.Message!.Photo!.Select(photo => photo.FileId), Is.EqualTo(Enumerable.Range(1, count).Select(id => $"{id}")));
        Assert.That(update.Message.ReplyMarkup!.InlineKeyboard.Select(row => row.Single().Text), Is.EqualTo(Enumerable.Range(1, count).Select(id => $"{id}")));
    }

    [TestCase(253_402_300_799, true)]
    [TestCase(253_402_300_800, false)]
    [TestCase(-62_135_596_800, true)]
    [TestCase(-62_135_596_801, false)]
    public void A_time_is_read_to_the_ends_of_the_calendar(long seconds, bool isRead)
    {
        DateTimeOffset Date() => Parse($$$"""{"update_id":1,"message":{"date":{{{seconds}}}}}""").Message!.Date;

        if (isRead)
            Assert.That(Date().ToUnixTimeSeconds(), Is.EqualTo(seconds));
        else
            Assert.That(Date, Throws.InstanceOf<JsonException>());
    }

    [TestCase("""{"update_id":1,"\ud83d":{"x":[1]},"message":{"message_id":7}}""")]
    [TestCase("""{"update_id":1,"":{"x":[1]},"message":{"message_id":7}}""")]
    public void A_name_that_is_no_text_is_passed_over_with_its_value(string json)
    {
        var update = Parse(json);

        Assert.That((update.Message!.MessageId, update.Type), Is.EqualTo((7L, UpdateType.Message)));
    }

    [Test]
    public void Of_two_unknown_kinds_the_first_is_what_the_update_is_about()
    {
        var update = Parse("""{"update_id":5,"first":{"x":1},"second":{"x":2}}""");

        Assert.That((update.Type.Value, update.UnknownJson!.Value.GetProperty("x").GetInt32()),
            Is.EqualTo(("first", 1)));
        Assert.That(new Update { UpdateId = 5 }.UnknownJson, Is.Null);
    }

    [TestCase("""{"type":"a"}""", "a")]
    [TestCase("""{"type":7}""", "")]
    [TestCase("""{"type":null}""", "")]
    [TestCase("""{"other":"a"}""", "")]
    [TestCase("""{"type":"\ud83d"}""", "")]
    public void A_text_in_unknown_JSON_is_empty_where_there_is_none(string json, string text)
    {
        using var document = JsonDocument.Parse(json);

        Assert.That(document.RootElement.TextOf("type"u8), Is.EqualTo(text));
    }

    [Test]
    public void A_username_has_at_most_32_characters()
    {
        Assert.That(new ChatId("@" + new string('a', 32)).Username, Has.Length.EqualTo(33));
        Assert.That(() => new ChatId("@" + new string('a', 33)), Throws.ArgumentException);
        Assert.That((new ChatId("@a_9").ToString(), new ChatId(-5).ToString(), new ChatId("@a").Id),
            Is.EqualTo(("@a_9", "-5", (long?)null)));
    }

    [TestCase("-1001", -1001L, null)]
    [TestCase("\"-1001\"", -1001L, null)]
    [TestCase("\"@name\"", null, "@name")]
    [TestCase("\"some name\"", null, "some name")]
    [TestCase("\" \"", 0L, null)]
    public void A_chats_id_is_decoded_as_it_came(string json, long? id, string? username)
    {
        var chat = JsonSerializer.Deserialize<ChatId>(json);

        Assert.That((chat.Id, chat.Username), Is.EqualTo((id, username)));
    }

    [TestCase("true", "true")]
    [TestCase("false", "true")]
    [TestCase("""{"message_id":7}""", null)]
    public void A_result_that_is_a_message_or_true_is_written_as_it_was_read(string json, string? written)
    {
        var value = JsonSerializer.Deserialize<MessageOrTrue>(json);

        Assert.That(value.Message?.MessageId, Is.EqualTo(written is null ? 7L : null));
        Assert.That(JsonSerializer.Serialize(value), written is null ? Does.StartWith("""{"message_id":7""") : Is.EqualTo(written));
    }

    [Test]
    public async Task The_callers_stream_is_read_through_and_neither_written_nor_closed()
    {
        using var own = new MemoryStream("0123456789"u8.ToArray()) { Position = 2 };
        var stream = InputFile.FromStream(own, "a.txt").Open();
        var buffer = new byte[2];

        Assert.That((stream.CanRead, stream.CanSeek, stream.CanWrite, stream.Length, stream.Position),
            Is.EqualTo((true, true, false, 10L, 2L)));
        Assert.That((stream.Read(buffer, 0, 1), buffer[0]), Is.EqualTo((1, (byte)'2')));
        Assert.That((stream.Read(buffer.AsSpan()), buffer[0]), Is.EqualTo((2, (byte)'3')));
#pragma warning disable CA1835 // The older overload is what is tested.
        Assert.That((await stream.ReadAsync(buffer, 1, 1, CancellationToken.None), buffer[1]),
            Is.EqualTo((1, (byte)'5')));
#pragma warning restore CA1835
        Assert.That((await stream.ReadAsync(buffer.AsMemory()), buffer[0]), Is.EqualTo((2, (byte)'6')));
        Assert.That((stream.Seek(-1, SeekOrigin.End), own.Position), Is.EqualTo((9L, 9L)));
        stream.Position = 4;
        Assert.That(own.Position, Is.EqualTo(4));
        Assert.That(() => stream.SetLength(0), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => stream.Write(buffer, 0, 1), Throws.InstanceOf<NotSupportedException>());
        stream.Flush();
        await stream.DisposeAsync();
        Assert.That(own.CanRead, Is.True);
    }

    [Test]
    public void Bytes_that_change_after_a_file_was_made_of_them_do_not_change_the_file()
    {
        var bytes = "before"u8.ToArray();
        var file = bytes.ToInputFile("a.txt");
        bytes[0] = (byte)'X';

        Assert.That(new StreamReader(file.Open()).ReadToEnd(), Is.EqualTo("before"));
        Assert.That((file.IsUpload, file.IsRepeatable, file.IsSpent, file.ToString()),
            Is.EqualTo((true, true, false, "upload a.txt")));
        Assert.That(() => InputFile.FromPath("/no/such/file"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("/no/such/file"));
        Assert.That(() => InputFile.FromFileId("AgAD").Open(), Throws.InvalidOperationException);
    }

    private static Update Parse(string json) => Update.Parse(Encoding.UTF8.GetBytes(json));
}
