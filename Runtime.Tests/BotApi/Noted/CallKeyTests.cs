using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Noted;

/// <summary>
/// Which calls count as the same one: a message that is taken for another is not sent, one that is not recognised is
/// sent twice.
/// </summary>
internal sealed class CallKeyTests
{
    private static readonly byte[] Text = """{"chat_id":1,"text":"hi"}"""u8.ToArray();

    private static IEnumerable<TestCaseData> Others =>
    [
        new TestCaseData(CallKey.Of(2, "s", "sendMessage", Text)).SetArgDisplayNames("another bot"),
        new TestCaseData(CallKey.Of(1, "t", "sendMessage", Text)).SetArgDisplayNames("another scope"),
        new TestCaseData(CallKey.Of(1, "s", "sendPhoto", Text)).SetArgDisplayNames("another method"),
        new TestCaseData(CallKey.Of(1, "s", "sendMessage", """{"chat_id":1,"text":"ho"}"""u8.ToArray())).SetArgDisplayNames("other parameters"),
        new TestCaseData(CallKey.Of(1, "ss", "endMessage", Text))
            .SetArgDisplayNames("a letter that moved from the method to the scope"),
        new TestCaseData(CallKey.Of(1, "s", "sendMessage{", Text.AsMemory(1)))
            .SetArgDisplayNames("a letter that moved from the parameters to the method"),
    ];

    [Test]
    public void The_same_call_is_recognised_as_it_is_and_hashed()
    {
        var (one, same) = (CallKey.Of(1, "s", "sendMessage", Text), CallKey.Of(1, "s", "sendMessage", Text.ToArray()));

        Assert.That(one.IsSameAs(same), Is.True);
        Assert.That(one.Hashed().IsSameAs(same.Hashed()), Is.True);
        Assert.That((one.IsHashed, one.HeldBytes), Is.EqualTo((false, Text.Length)));
        Assert.That((one.Hashed().IsHashed, one.Hashed().HeldBytes, one.Hashed().Digest.Length),
            Is.EqualTo((true, 0, 32)));
        Assert.That(one.Hashed().Hashed().IsSameAs(one.Hashed()), Is.True, "hashing again changes nothing");
    }

    [TestCaseSource(nameof(Others))]
    public void Another_call_is_not_taken_for_it(object other)
    {
        var one = CallKey.Of(1, "s", "sendMessage", Text);

        Assert.That(one.IsSameAs((CallKey)other), Is.False);
        Assert.That(one.Hashed().IsSameAs(((CallKey)other).Hashed()), Is.False);
    }

    [Test]
    public async Task A_file_is_recognised_by_its_content_and_its_name_and_not_by_the_random_name_it_is_attached_under()
    {
        var first = await OfUpload("cat"u8.ToArray().ToInputFile("a.jpg"));

        Assert.That(first.IsSameAs(await OfUpload("cat"u8.ToArray().ToInputFile("a.jpg"))), Is.True);
        Assert.That(first.IsSameAs(await OfUpload("dog"u8.ToArray().ToInputFile("a.jpg"))), Is.False, "other content");
        Assert.That(first.IsSameAs(await OfUpload("cat"u8.ToArray().ToInputFile("b.jpg"))), Is.False, "another name");
    }

    [Test]
    public async Task Two_files_in_the_other_order_are_another_call()
    {
        static InputFile[] Album(string one, string other) =>
            [System.Text.Encoding.UTF8.GetBytes(one).ToInputFile("1.jpg"),
                System.Text.Encoding.UTF8.GetBytes(other).ToInputFile("1.jpg")];

        var first = await OfUpload(Album("cat", "dog"));

        Assert.That(first.IsSameAs(await OfUpload(Album("cat", "dog"))), Is.True);
        Assert.That(first.IsSameAs(await OfUpload(Album("dog", "cat"))), Is.False);
    }

    [Test]
    public async Task A_file_that_is_used_twice_is_not_two_files()
    {
        static InputFile[] Twice(InputFile file) => [file, file];
        static InputFile[] Two() => ["cat"u8.ToArray().ToInputFile("1.jpg"), "cat"u8.ToArray().ToInputFile("1.jpg")];

        var twice = await OfUpload(Twice("cat"u8.ToArray().ToInputFile("1.jpg")));

        Assert.That(twice.IsSameAs(await OfUpload(Twice("cat"u8.ToArray().ToInputFile("1.jpg")))), Is.True);
        Assert.That(twice.IsSameAs(await OfUpload(Two())), Is.False);
    }

    [Test]
    public async Task A_stream_that_can_be_read_once_is_recognised_by_its_name_and_is_not_used_up()
    {
        using var stream = new OneWayStream("cat"u8.ToArray());
        using var same = new OneWayStream("cat"u8.ToArray());
        var file = stream.ToInputFile("a.jpg");

        var key = await OfUpload(file);

        Assert.That(key.IsSameAs(await OfUpload(same.ToInputFile("a.jpg"))), Is.True);
        Assert.That(key.IsSameAs(await OfUpload(same.ToInputFile("b.jpg"))), Is.False);
        Assert.That(key.IsSameAs(await OfUpload("cat"u8.ToArray().ToInputFile("a.jpg"))), Is.False,
            "a name is not content");
        Assert.That(new StreamReader(file.Open()).ReadToEnd(), Is.EqualTo("cat"));
    }

    [Test]
    public async Task A_stream_that_was_read_for_its_key_is_sent_from_its_place()
    {
        using var stream = new MemoryStream("skipped cat"u8.ToArray());
        stream.Position = "skipped ".Length;
        var file = stream.ToInputFile("a.jpg");

        var key = await OfUpload(file);

        Assert.That(key.IsSameAs(await OfUpload("cat"u8.ToArray().ToInputFile("a.jpg"))), Is.True);
        Assert.That(new StreamReader(file.Open()).ReadToEnd(), Is.EqualTo("cat"));
    }

    private static async Task<CallKey> OfUpload(params InputFile[] files)
    {
        var body = new RequestBody(new TestRequest("sendMediaGroup", ("chat_id", 1), ("media", files)));
        return await CallKey.OfUpload(1, "s", "sendMediaGroup", body, CancellationToken.None);
    }
}
