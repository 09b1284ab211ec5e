using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.BotApi;

internal sealed class EnvelopeTests : SandboxTest
{
    [Test]
    public async Task A_method_is_found_in_any_case_and_by_get_or_post()
    {
        foreach (var name in new[] { "getMe", "GETME", "getme" })
        {
            var answer = JsonNode.Parse(await Bot.Http.GetStringAsync(Bot.Url(name)))!;
            Assert.That(answer["result"]!["is_bot"]!.GetValue<bool>(), Is.True);
        }
        Assert.That((await Bot.Result("gEtMe"))["id"]!.GetValue<long>(), Is.EqualTo(Telegram.BotId));
    }

    [Test]
    public async Task An_unknown_method_is_not_found_and_a_wrong_token_unauthorized()
    {
        Assert.That(await Bot.Error(404, "makeCoffee"), Is.EqualTo("Not Found: method not found"));
        using var answer = await Bot.Http.GetAsync(new Uri($"{Telegram.BaseUrl}/bot1:wrong/getMe"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"ok":false,"error_code":401,"description":"Unauthorized"}"""));
    }

    [Test]
    public async Task A_method_without_behaviour_says_so_by_name() =>
        Assert.That(await Bot.Error(501, "getAvailableGifts"), Does.Contain("getAvailableGifts"));

    [Test]
    public async Task Arguments_come_as_json_urlencoded_multipart_or_query()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        using var json = new StringContent($$"""{"chat_id":{{ada.Id}},"text":"json"}""", Encoding.UTF8, "application/json");
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["chat_id"] = $"{ada.Id}", ["text"] = "form" });
        using var parts = new MultipartFormDataContent { { new StringContent($"{ada.Id}"), "chat_id" }, { new StringContent("multipart"), "text" } };
        foreach (var content in new HttpContent[] { json, form, parts })
            Assert.That((await Bot.Post("sendMessage", content))["ok"]!.GetValue<bool>(), Is.True);
        await Bot.Http.GetStringAsync(new Uri(Bot.Url("sendMessage") + $"?chat_id={ada.Id}&text=query"));

        foreach (var text in new[] { "json", "form", "multipart", "query" }) await ada.Hears(text);
    }

    [Test]
    public async Task Text_outside_ascii_is_escaped_in_answers()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        using var content = new StringContent($$"""{"chat_id":{{ada.Id}},"text":"héllo 🙂 <b>"}""", Encoding.UTF8, "application/json");
        using var answer = await Bot.Http.PostAsync(Bot.Url("sendMessage"), content);
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(@"""text"":""h\u00e9llo \ud83d\ude42 <b>"""));
    }

    [Test]
    public async Task Broken_json_counts_as_far_as_it_goes()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        using var content = new StringContent($$"""{"chat_id":{{ada.Id}},"text":"as far as it goes","reply_markup":{"inline_""", Encoding.UTF8, "application/json");
        Assert.That((await Bot.Post("sendMessage", content))["ok"]!.GetValue<bool>(), Is.True);
        await ada.Hears("as far as it goes");
    }

    [TestCase("sendMessage", "{'chat_id':1}", "Bad Request: message text is empty")]
    [TestCase("sendMessage", "{'chat_id':1,'text':'   '}", "Bad Request: message text is empty")]
    [TestCase("sendMessage", "{'text':'hi'}", "Bad Request: chat_id is empty")]
    [TestCase("sendMessage", "{'chat_id':77,'text':'hi'}", "Bad Request: chat not found")]
    [TestCase("sendMessage", "{'chat_id':'@nobody','text':'hi'}", "Bad Request: chat not found")]
    [TestCase("sendMessage", "{'chat_id':1,'text':'hi','parse_mode':'Word'}", "Bad Request: unsupported parse_mode")]
    [TestCase("sendMessage", "{'chat_id':1,'text':'hi','reply_markup':[]}", "Bad Request: object expected as reply markup")]
    [TestCase("sendMessage", "{'chat_id':1,'text':'hi','reply_markup':{'inline_keyboard':[[{'text':'x'}]]}}",
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")]
    [TestCase("sendMessage", "{'chat_id':1,'text':'hi','entities':[{'type':'bold','offset':0}]}", "Bad Request: can't parse entities: Can't find field \"length\"")]
    [TestCase("sendMessage", "{'chat_id':1,'text':'hi','entities':'{'}", "Bad Request: can't parse entities JSON object")]
    [TestCase("sendPhoto", "{'chat_id':1}", "Bad Request: there is no photo in the request")]
    [TestCase("sendPhoto", "{'chat_id':1,'photo':'nonsense'}", "Bad Request: wrong file identifier/HTTP URL specified")]
    [TestCase("editMessageText", "{'chat_id':1,'message_id':1,'text':''}", "Bad Request: message text is empty")]
    [TestCase("getFile", "{}", "Bad Request: file_id not specified")]
    [TestCase("getChatMember", "{'chat_id':1,'user_id':'x'}", "Bad Request: invalid user_id specified")]
    [TestCase("answerCallbackQuery", "{'callback_query_id':'1'}", "Bad Request: query is too old and response timeout expired or query ID is invalid")]
    [TestCase("sendChatAction", "{'chat_id':1,'action':'dancing'}", "Bad Request: wrong parameter action in request")]
    public async Task A_wrong_argument_gets_Telegrams_words(string method, string arguments, string expected) =>
        Assert.That(await Bot.Error(400, method, Json(arguments)), Is.EqualTo(expected));

    [Test]
    public async Task A_text_of_4096_characters_passes_and_one_more_is_too_long()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        await Bot.Result("sendMessage", new JsonObject { ["chat_id"] = ada.Id, ["text"] = new string('x', 4096) });
        var error = await Bot.Error(
            400, "sendMessage", new JsonObject { ["chat_id"] = ada.Id, ["text"] = new string('x', 4097) });
        Assert.That(error, Is.EqualTo("Bad Request: message is too long"));
    }

    [Test]
    public void Every_method_of_the_schema_is_listed_once_in_the_docs()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Telegram.Webhooks.Runtime.sln")))
            directory = directory.Parent;
        var written = File.ReadAllText(Path.Combine(directory!.FullName, "docs", "sandbox-methods.md"));
        var expected = Runtime.Sandbox.Methods.MethodTable.ToMarkdown(Runtime.Sandbox.BotApi.BotApiService.SharedSchema);
        Assert.That(written, Is.EqualTo(expected),
            "Rewrite it: ./build.sh sandbox --methods > docs/sandbox-methods.md");
    }

    [Test]
    public void Every_behaviour_belongs_to_a_method_of_the_schema()
    {
        var unknown = Runtime.Sandbox.Methods.MethodTable.Behaviours.Keys.Where(name => Runtime.Sandbox.BotApi.BotApiService.SharedSchema.Method(name)?.Name != name);
        Assert.That(unknown, Is.Empty);
    }
}
