using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>
/// Calls the sandbox's Bot API the way any bot does: over HTTP, with nothing of this project in between.
/// </summary>
internal sealed class BotCaller(TelegramSandbox telegram, string? token = null) : IDisposable
{
    private readonly HttpClient _http = new();

    private int _outstanding;

    public HttpClient Http => _http;

    /// <summary>
    /// How many calls were begun here that have no answer yet; they may not have reached the sandbox.
    /// </summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public Uri Url(string method) => new($"{telegram.BaseUrl}/bot{token ?? telegram.Token}/{method}");

    /// <summary>The whole envelope.</summary>
    public async Task<JsonObject> Envelope(string method, JsonObject? arguments = null)
    {
        using var content = new StringContent((arguments ?? []).ToJsonString(), null, "application/json");
        return await Post(method, content);
    }

    public async Task<JsonObject> Post(string method, HttpContent content)
    {
        Interlocked.Increment(ref _outstanding);
        try
        {
            using var answer = await _http.PostAsync(Url(method), content);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
        }
    }

    /// <summary>The result of a call that must succeed.</summary>
    public async Task<JsonNode> Result(string method, JsonObject? arguments = null)
    {
        var envelope = await Envelope(method, arguments);
        Assert.That(envelope["ok"]!.GetValue<bool>(), Is.True, envelope.ToJsonString());
        return envelope["result"]!;
    }

    /// <summary>The description of a call that must fail with this code.</summary>
    public async Task<string> Error(int code, string method, JsonObject? arguments = null)
    {
        var envelope = await Envelope(method, arguments);
        Assert.That(envelope["ok"]!.GetValue<bool>(), Is.False, envelope.ToJsonString());
        Assert.That(envelope["error_code"]!.GetValue<int>(), Is.EqualTo(code), envelope.ToJsonString());
        return envelope["description"]!.GetValue<string>();
    }

    /// <summary>Sets a webhook with a certificate, uploaded as PEM.</summary>
    public Task<JsonObject> Upload(
        string url, X509Certificate2 certificate, params (string Name, string Value)[] more) =>
        Upload(url, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()), more: more);

    /// <summary>Sets a webhook with a file.</summary>
    public async Task<JsonObject> Upload(string url, byte[] content, string secret = "", string part = "certificate",
        string? fileName = "cert.pem", params (string Name, string Value)[] more)
    {
        using var form = new MultipartFormDataContent { { new StringContent(url), "url" }, { new StringContent(secret), "secret_token" } };
        foreach (var (name, value) in more) form.Add(new StringContent(value), name);
        var file = new ByteArrayContent(content);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = part, FileName = fileName };
        form.Add(file);
        return await Post("setWebhook", form);
    }

    public void Dispose() => _http.Dispose();
}
