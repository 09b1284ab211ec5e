using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

/// <summary>Several bots on one local Telegram, over plain HTTP: what is one bot's is not another's.</summary>
internal sealed class SeveralBotsTests : SandboxTest
{
    private SandboxBot _shop = null!;
    private BotCaller _shopCaller = null!;

    [SetUp]
    public void AddShop()
    {
        _shop = Telegram.AddBot("Shop");
        _shopCaller = new BotCaller(Telegram, _shop.Token);
    }

    [TearDown]
    public void CloseShop() => _shopCaller.Dispose();

    [Test]
    public async Task Each_bot_has_a_name_and_a_token_of_its_own()
    {
        var help = Telegram.AddBot("Help", "helper_bot", "77:help");
        Assert.That(new[] { Telegram.Bot, _shop, help }.Select(bot => $"{bot.Id} {bot.Name} {bot}"),
            Is.EqualTo(new[] { "4200000001 Sandbox Bot @sandbox_bot", "4200000002 Shop @shop_bot", "77 Help @helper_bot" }));
        Assert.That((await _shopCaller.Result("getMe"))["username"]!.GetValue<string>(), Is.EqualTo("shop_bot"));
        Assert.That((await Bot.Result("getMe"))["username"]!.GetValue<string>(), Is.EqualTo("sandbox_bot"));
        using var stranger = new BotCaller(Telegram, "77:other");
        Assert.That(await stranger.Error(401, "getMe"), Is.EqualTo("Unauthorized"));
    }

    [TestCase("Shop", null, null, "@shop_bot is taken.")]
    [TestCase("Other", null, "4200000002:x", "4200000002 is the id of another bot or user.")]
    [TestCase("Other", null, "none", "A bot token is an id, a colon and a secret")]
    public void A_bot_that_is_there_already_is_refused(string name, string? username, string? token, string sentence) =>
        Assert.That(() => Telegram.AddBot(name, username, token), Throws.ArgumentException.With.Message.StartsWith(sentence));

    [Test]
    public async Task A_private_chat_with_one_bot_is_not_one_with_another()
    {
        var ada = Telegram.User("Ada");
        Assert.That(ada.To(Telegram.Bot), Is.SameAs(ada));
        await ada.Says("to the first");
        Assert.That(await _shopCaller.Error(400, "sendMessage", Text(ada.Id, "hi")),
            Is.EqualTo("Bad Request: chat not found"));
        await ada.To(_shop).Says("to the shop");

        Assert.That(await Heard(Bot), Is.EqualTo(new[] { "to the first" }));
        Assert.That(await Heard(_shopCaller), Is.EqualTo(new[] { "to the shop" }));
        await Bot.Result("sendMessage", Text(ada.Id, "from the first"));
        await _shopCaller.Result("sendMessage", Text(ada.Id, "from the shop"));
        await ada.Hears("from the first");
        await ada.To(_shop).Hears("from the shop");
    }

    [Test]
    public async Task A_user_who_stops_one_bot_goes_on_with_the_other()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        await ada.To(_shop).Says("/start");
        await ada.Blocks(_shop);

        Assert.That(await _shopCaller.Error(403, "sendMessage", Text(ada.Id, "hi")),
            Is.EqualTo("Forbidden: bot was blocked by the user"));
        await Bot.Result("sendMessage", Text(ada.Id, "hi"));
        Assert.That(await Kinds(_shopCaller), Is.EqualTo(new[] { "message", "my_chat_member" }));
        Assert.That(await Kinds(Bot), Is.EqualTo(new[] { "message" }));
        await ada.Unblocks(_shop);
        await _shopCaller.Result("sendMessage", Text(ada.Id, "welcome back"));
        await ada.To(_shop).Hears("welcome back");
    }

    [Test]
    public async Task In_a_group_each_bot_that_is_there_hears_people_and_no_bot_hears_another()
    {
        var ada = Telegram.User("Ada");
        var team = Telegram.Supergroup("Team", ada);
        await ada.In(team).Says("before the shop came");
        Assert.That(await _shopCaller.Error(400, "sendMessage", Text(team.Id, "hi")),
            Is.EqualTo("Bad Request: chat not found"));
        await team.AddsBot(_shop);
        await ada.In(team).Says("hello both");
        await Bot.Result("sendMessage", Text(team.Id, "said by the first"));
        await _shopCaller.Result("sendMessage", Text(team.Id, "said by the shop"));
        await ada.In(team).Hears("said by the first");
        await ada.In(team).Hears("said by the shop");
        await team.RemovesBot(_shop);
        await ada.In(team).Says("only the first is left");

        // The shop's coming is told by a message without text.
        Assert.That(await Heard(Bot), Is.EqualTo(new[] { "before the shop came", "", "hello both", "only the first is left" }));
        Assert.That(await Heard(_shopCaller), Is.EqualTo(new[] { "", "hello both" }));
        Assert.That(await _shopCaller.Error(403, "sendMessage", Text(team.Id, "hi")),
            Is.EqualTo("Forbidden: bot was kicked from the supergroup chat"));
    }

    [Test]
    public async Task A_bot_without_rights_in_a_group_is_not_told_what_an_administrator_is()
    {
        var (ada, bob) = (Telegram.User("Ada"), Telegram.User("Bob"));
        var team = Telegram.Supergroup("Team", ada, bob);
        await team.AddsBot(_shop);
        await team.PromotesBot(_shop);
        foreach (var caller in new[] { Bot, _shopCaller })
            await caller.Result("getUpdates", new JsonObject { ["allowed_updates"] = new JsonArray("message_reaction", "chat_member"), ["offset"] = -1 });
        var message = await ada.In(team).Says("cake?");
        await bob.In(team).Reacts("👍", message);
        await team.Leaves(bob);

        Assert.That(await Kinds(_shopCaller),
            Is.EqualTo(new[] { "my_chat_member", "message_reaction", "chat_member" }));
        Assert.That(await Kinds(Bot), Is.EqualTo(new[] { "my_chat_member" }));
    }

    [Test]
    public async Task A_button_and_a_poll_reach_the_bot_whose_message_it_is()
    {
        var ada = Telegram.User("Ada");
        var team = Telegram.Supergroup("Team", ada);
        await team.AddsBot(_shop);
        var question = Text(team.Id, "Sure?");
        question["reply_markup"] = Json("{'inline_keyboard':[[{'text':'Yes','callback_data':'y'}]]}");
        var asked = await _shopCaller.Result("sendMessage", question);
        await _shopCaller.Result("sendPoll", new JsonObject
        {
            ["chat_id"] = team.Id,
            ["question"] = "Cake?",
            ["options"] = new JsonArray("Yes please", "No thanks"),
            ["is_anonymous"] = false,
        });
        var press = await ada.In(team).Presses("Yes");
        await ada.In(team).Votes("Yes please");

        var updates = (await _shopCaller.Result("getUpdates")).AsArray();
        var query = updates.Select(update => update!["callback_query"]).Single(found => found is not null)!;
        Assert.That(updates.Select(Kind), Does.Contain("poll_answer").And.Contain("poll"));
        Assert.That(await Kinds(Bot), Has.None.EqualTo("callback_query").And.None.StartsWith("poll"));
        var answer = new JsonObject { ["callback_query_id"] = query["id"]!.DeepClone(), ["text"] = "Good" };
        Assert.That(await Bot.Error(400, "answerCallbackQuery", (JsonObject)answer.DeepClone()),
            Does.Contain("query is too old"));
        await _shopCaller.Result("answerCallbackQuery", answer);
        Assert.That(await press.IsAnswered(), Is.EqualTo("Good"));
        var edit = new JsonObject { ["chat_id"] = team.Id, ["message_id"] = asked["message_id"]!.DeepClone(), ["text"] = "Mine now" };
        Assert.That(await Bot.Error(400, "editMessageText", edit), Is.EqualTo("Bad Request: message can't be edited"));
    }

    [Test]
    public async Task Inline_results_are_those_of_the_bot_that_was_asked_and_only_it_edits_them()
    {
        var ada = Telegram.User("Ada");
        var asking = ada.To(_shop).Asks("tea");
        var query = (await _shopCaller.Result("getUpdates", Json("{'timeout':0}")))[0]!["inline_query"]!;
        await _shopCaller.Result("answerInlineQuery", new JsonObject
        {
            ["inline_query_id"] = query["id"]!.DeepClone(),
            ["results"] = Json("""
                {'r':[{'type':'article','id':'1','title':'Green','input_message_content':{'message_text':'Green tea'},
                'reply_markup':{'inline_keyboard':[[{'text':'More','callback_data':'m'}]]}}]}
                """)["r"]!.DeepClone(),
        });
        await (await asking).Picks("Green");

        var chosen = (await _shopCaller.Result("getUpdates", Json("{'offset':-1}")))[0]!["chosen_inline_result"]!;
        Assert.That(await Kinds(Bot), Is.Empty);
        var edit = new JsonObject { ["inline_message_id"] = chosen["inline_message_id"]!.DeepClone(), ["text"] = "Black tea" };
        Assert.That(await Bot.Error(400, "editMessageText", (JsonObject)edit.DeepClone()),
            Is.EqualTo("Bad Request: MESSAGE_ID_INVALID"));
        await _shopCaller.Result("editMessageText", edit);
    }

    [Test]
    public async Task A_group_that_becomes_a_supergroup_takes_its_bots_along()
    {
        var ada = Telegram.User("Ada");
        var team = Telegram.Group("Team", ada);
        await team.AddsBot(_shop);
        await team.Upgrades();
        await _shopCaller.Result("sendMessage", Text(team.Id, "still here"));
        await ada.In(team).Hears("still here");
    }

    [Test]
    public async Task An_account_has_one_bot_connected_at_a_time()
    {
        var (ada, bob) = (Telegram.User("Ada"), Telegram.User("Bob"));
        var account = await ada.ConnectsBot(_shop);
        Assert.That(() => ada.ConnectsBot(), Throws.InvalidOperationException.With.Message.EqualTo("Ada has connected Shop, and an account has one bot."));
        await account.From(bob).Says("is it open?");
        var answer = Text(bob.Id, "it is");
        answer["business_connection_id"] = account.ConnectionId;
        Assert.That(await Bot.Error(400, "sendMessage", (JsonObject)answer.DeepClone()),
            Is.EqualTo("Bad Request: business connection not found"));
        await _shopCaller.Result("sendMessage", answer);
        await account.From(bob).Hears("it is");
        Assert.That(await Kinds(_shopCaller), Is.EqualTo(new[] { "business_connection", "business_message" }));
        await account.Disconnects();
        await ada.ConnectsBot();
        Assert.That(await Kinds(Bot), Is.EqualTo(new[] { "business_connection" }));
    }

    [Test]
    public async Task A_payment_is_asked_of_the_bot_whose_invoice_it_is()
    {
        var ada = Telegram.User("Ada");
        var team = Telegram.Supergroup("Team", ada);
        await team.AddsBot(_shop);
        await _shopCaller.Result("sendInvoice", Json($"{{'chat_id':{team.Id},'title':'Tea','description':'Green','payload':'t','currency':'XTR','prices':[{{'label':'Tea','amount':3}}]}}"));
        var paying = ada.In(team).Pays();
        var query = (await _shopCaller.Result("getUpdates", Json("{'offset':-1}")))[0]!["pre_checkout_query"]!;
        await _shopCaller.Result("answerPreCheckoutQuery",
            new JsonObject { ["pre_checkout_query_id"] = query["id"]!.DeepClone(), ["ok"] = true });
        Assert.That((await paying).Receipt, Is.Not.Null);
        Assert.That((await _shopCaller.Result("getMyStarBalance"))["amount"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That((await Bot.Result("getMyStarBalance"))["amount"]!.GetValue<int>(), Is.Zero);
    }

    [Test]
    public async Task Commands_and_faults_are_one_bots()
    {
        await _shopCaller.Result("setMyCommands", Json("{'commands':[{'command':'buy','description':'Buys'}]}"));
        Assert.That((await Bot.Result("getMyCommands")).AsArray(), Is.Empty);
        Assert.That((await _shopCaller.Result("getMyCommands")).AsArray(), Has.Count.EqualTo(1));
        _shop.Fails(new SandboxFault { Method = "getMe", Status = 502 });
        await Bot.Result("getMe");
        Assert.That(await _shopCaller.Error(502, "getMe"), Is.EqualTo("Bad Gateway"));
    }

    [Test]
    public async Task Bots_cannot_write_to_each_other()
    {
        Assert.That(await Bot.Error(403, "sendMessage", Text(_shop.Id, "hi")),
            Is.EqualTo("Forbidden: bots can't send messages to bots"));
    }

    [Test]
    public async Task A_bot_of_another_sandbox_is_refused()
    {
        await using var other = await TelegramSandbox.Start();
        var ada = Telegram.User("Ada");
        Assert.That(() => ada.To(other.Bot), Throws.ArgumentException.With.Message.EqualTo("@sandbox_bot is a bot of another local Telegram."));
    }

    [TestCase("4200000002")]
    [TestCase("@shop_bot")]
    public async Task People_driven_over_http_talk_to_the_bot_that_is_named(string bot)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Sandbox", "1");
        var ada = Telegram.User("Ada");
        await Act(http, new JsonObject { ["action"] = "say", ["user"] = ada.Id, ["chat"] = ada.Id, ["text"] = "to the shop", ["bot"] = bot });
        Assert.That((await Heard(_shopCaller), await Heard(Bot)),
            Is.EqualTo((new[] { "to the shop" }, Array.Empty<string>())));

        await _shopCaller.Result("sendMessage", Text(ada.Id, "from the shop"));
        Assert.That(await Said(http, $"chat={ada.Id}&bot={bot}"), Is.EqualTo(new[] { "from the shop" }));
        Assert.That(await Said(http, $"chat={ada.Id}"), Is.Empty);
        var state = (await http.GetFromJsonAsync<JsonObject>(new Uri($"{Telegram.BaseUrl}/sandbox/state?bot={bot}")))!;
        Assert.That((state["bot"]!["id"]!.GetValue<long>(), state["bots"]!.AsArray().Count), Is.EqualTo((_shop.Id, 2)));

        using var wrong = await http.GetAsync(new Uri($"{Telegram.BaseUrl}/sandbox/state?bot=nobody"));
        Assert.That((wrong.StatusCode, await wrong.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.BadRequest, """{"error":"There is no such bot."}""")));
    }

    [Test]
    public async Task Over_http_a_bot_is_brought_into_a_group()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Sandbox", "1");
        var ada = Telegram.User("Ada");
        var team = Telegram.Supergroup("Team", ada);
        await Act(http, new JsonObject { ["action"] = "addBot", ["user"] = ada.Id, ["chat"] = team.Id, ["bot"] = "shop_bot" });
        await _shopCaller.Result("sendMessage", Text(team.Id, "here I am"));
        Assert.That(await Said(http, $"chat={team.Id}&bot=shop_bot"), Is.EqualTo(new[] { "here I am" }));
    }

    private async Task Act(HttpClient http, JsonObject body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"{Telegram.BaseUrl}/sandbox/act"), body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    private async Task<string[]> Said(HttpClient http, string query)
    {
        var found = (await http.GetFromJsonAsync<JsonObject>(new Uri($"{Telegram.BaseUrl}/sandbox/messages?{query}")))!;
        return [.. found["messages"]!.AsArray().Select(message => message!["text"]!.GetValue<string>())];
    }

    private static async Task<string[]> Heard(BotCaller bot) =>
        [.. (await bot.Result("getUpdates")).AsArray().Where(update => Kind(update) == "message").Select(update => update!["message"]!["text"]?.GetValue<string>() ?? "")];

    private static async Task<string[]> Kinds(BotCaller bot) =>
        [.. (await bot.Result("getUpdates")).AsArray().Select(Kind)];

    private static string Kind(JsonNode? update) => update!.AsObject().Last().Key;

    private static JsonObject Text(long chat, string text) => new() { ["chat_id"] = chat, ["text"] = text };
}
