using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>Bots that are wrapped or faked, and methods called by their name.</summary>
internal sealed class StandInBotTests
{
    private MockTelegram _telegram = null!;

    [SetUp]
    public void Start() => _telegram = new MockTelegram();

    [TearDown]
    public void Stop() => _telegram.Dispose();

    [Test]
    public async Task A_stand_in_is_called_by_the_same_methods_sees_the_parameters_and_makes_the_result()
    {
        var bot = new StandIn("""{"message_id":7,"date":1,"chat":{"id":42,"type":"private"}}""");

        var message = await bot.SendMessage(42, "hi", disableNotification: true);

        Assert.That(message.MessageId, Is.EqualTo(7));
        Assert.That(bot.Called.Single().MethodName, Is.EqualTo("sendMessage"));
        Assert.That(bot.Called.Single().ToJson().ToJsonString(), Is.EqualTo("""{"chat_id":42,"text":"hi","disable_notification":true}"""));
    }

    [Test]
    public async Task A_wrapper_hands_on_what_it_is_asked_for()
    {
        using var inner = _telegram.Answers("""{"ok":true,"result":true}""").Bot();
        var wrapper = new Wrapper(inner);

        Assert.That(await wrapper.DeleteMessage(42, 7), Is.True);

        Assert.That(wrapper.Calls, Is.EqualTo(1));
        Assert.That(_telegram.Received.Single().Text, Is.EqualTo("""{"chat_id":42,"message_id":7}"""));
    }

    [Test]
    public async Task What_a_responder_returns_goes_through_a_stand_in_too()
    {
        var bot = new StandIn("true");
        var receiver = bot.RespondWith((_, _) => new ValueTask<Request?>(new DeleteMessage(42, 7)));

        await receiver(Update.Parse("""{"update_id":1}"""u8), CancellationToken.None);

        Assert.That(bot.Called.Single(), Is.InstanceOf<DeleteMessage>());
    }

    [Test]
    public async Task A_method_that_this_version_does_not_know_is_called_by_its_name()
    {
        using var bot = _telegram.Answers("""{"ok":true,"result":{"answer":[1,{"deep":null}]}}""").Bot();

        var result = await bot.Call(
            "newMethod", new JsonObject { ["chat_id"] = 42, ["what"] = new JsonArray("a", 1.5) });

        Assert.That(result!["answer"]![0]!.GetValue<int>(), Is.EqualTo(1));
        var received = _telegram.Received.Single();
        Assert.That(received.Url.AbsolutePath, Does.EndWith("/newMethod"));
        Assert.That(received.Text, Is.EqualTo("""{"chat_id":42,"what":["a",1.5]}"""));
    }

    [Test]
    public async Task A_call_by_name_needs_no_arguments_and_may_result_in_nothing()
    {
        using var bot = _telegram.Answers("""{"ok":true,"result":null}""").Bot();

        Assert.That(await bot.Call("logNothing"), Is.Null);

        Assert.That(_telegram.Received.Single().Text, Is.EqualTo("{}"));
    }

    [TestCase("")]
    [TestCase("getMe/../deleteWebhook")]
    [TestCase("getMe?drop_pending_updates=true")]
    [TestCase("отправить")]
    public async Task A_name_that_would_change_the_URL_is_refused(string name)
    {
        using var bot = _telegram.Bot();

        await Assert.ThatAsync(
            () => bot.Call(name), Throws.ArgumentException.With.Property("ParamName").EqualTo("methodName"));

        Assert.That(_telegram.Received, Is.Empty);
    }

    [Test]
    public async Task Arguments_that_are_no_object_are_refused()
    {
        using var bot = _telegram.Bot();

        await Assert.ThatAsync(() => bot.Call("sendMessage", new JsonArray(1)), Throws.ArgumentException.With.Message.Contains("one JSON object"));
    }

    [Test]
    public void A_result_is_one_value_and_nothing_behind_it()
    {
        Assert.That(new DeleteMessage(42, 7).ParseResult("true"u8), Is.True);
        Assert.That(() => new DeleteMessage(42, 7).ParseResult("true false"u8), Throws.InstanceOf<JsonException>());
        Assert.That(() => new DeleteMessage(42, 7).ParseResult("\"yes\""u8), Throws.InstanceOf<JsonException>().With.Message.Contains("$.result"));
    }

    [Test]
    public void Parameters_name_the_files_that_are_uploaded()
    {
        var json = new SendPhoto(42, Encoding.UTF8.GetBytes("picture").ToInputFile("a.png")).ToJson();

        Assert.That(json["photo"]!.GetValue<string>(), Does.StartWith("attach://"));
    }

    private sealed class StandIn(string result) : ITelegramBot
    {
        public List<Request> Called { get; } = [];

        public long Id => 1;

        public Task<TResult> Execute<TResult>(Request<TResult> request, CancellationToken cancellationToken = default)
        {
            Called.Add(request);
            return Task.FromResult(request.ParseResult(Encoding.UTF8.GetBytes(result)));
        }
    }

    private sealed class Wrapper(ITelegramBot inner) : ITelegramBot
    {
        public int Calls { get; private set; }

        public long Id => inner.Id;

        public Task<TResult> Execute<TResult>(Request<TResult> request, CancellationToken cancellationToken = default)
        {
            Calls++;
            return inner.Execute(request, cancellationToken);
        }
    }
}
