using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>People driven by a program in any language, as docs/sandbox.md tells it.</summary>
internal sealed class PeopleOverHttpTests : SandboxTest
{
    private readonly HttpClient _http = new();

    [OneTimeTearDown]
    public void Close() => _http.Dispose();

    [Test]
    public async Task Somebody_is_added_talks_to_the_bot_and_hears_its_answer()
    {
        var ada = (await Post("act", new JsonObject { ["action"] = "add", ["type"] = "user", ["name"] = "Ada" }))["id"]!.GetValue<long>();
        await Post("act", new JsonObject { ["action"] = "say", ["user"] = ada, ["chat"] = ada, ["text"] = "hi" });
        var hears = _http.GetFromJsonAsync<JsonObject>(new Uri($"{Telegram.BaseUrl}/sandbox/messages?chat={ada}&after=0&wait=60"));

        var update = (await Bot.Result("getUpdates")).AsArray().Single()!;
        await Bot.Result("sendMessage", new JsonObject { ["chat_id"] = ada, ["text"] = $"You said: {update["message"]!["text"]}" });

        var heard = (await hears.WaitAsync(Guard))!["messages"]!.AsArray().Single()!;
        Assert.That(heard["text"]!.GetValue<string>(), Is.EqualTo("You said: hi"));
        var none = await _http.GetFromJsonAsync<JsonObject>(new Uri($"{Telegram.BaseUrl}/sandbox/messages?chat={ada}&after={heard["message_id"]}"));
        Assert.That(none!["messages"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_fault_is_asked_for_and_a_wrong_one_is_refused()
    {
        await Post("faults", new JsonObject { ["method"] = "getMe", ["status"] = 429, ["retry_after"] = 3 });
        Assert.That(await Bot.Error(429, "getMe"), Is.EqualTo("Too Many Requests: retry after 3"));
        using var refused = await Send("faults", new JsonObject { ["status"] = 200 });
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private async Task<JsonObject> Post(string path, JsonObject body)
    {
        using var answer = await Send(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<HttpResponseMessage> Send(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Telegram.BaseUrl}/sandbox/{path}")) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Sandbox", "1");
        return await _http.SendAsync(request);
    }
}
