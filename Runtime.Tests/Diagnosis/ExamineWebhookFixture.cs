using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>An examination of a real server: only Telegram's account of the webhook is told, and DNS.</summary>
internal abstract class ExamineWebhookFixture
{
    protected const string Host = "bot.example.com";

    /// <summary>Says of every host that it is this machine.</summary>
    protected static readonly HostLookup ThisMachine = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    protected static Task<WebhookExamination> Examine(
        WebhookExpectation expected, HostLookup? lookup = null, string? info = null, bool cloud = false,
        TimeProvider? time = null, TimeSpan? timeout = null) =>
        Examine(info ?? Info(expected.Url, expected.CertificatePem is not null), expected, lookup, cloud, time,
            timeout);

    protected static async Task<WebhookExamination> Examine(
        string info, WebhookExpectation? expected, HostLookup? lookup = null, bool cloud = false, TimeProvider? time = null, TimeSpan? timeout = null)
    {
        using var telegram = new MockTelegram().Answers(info);
        using var bot = telegram.Bot(options => options with
        {
            BaseUrl = cloud ? options.BaseUrl : "http://127.0.0.1:8081",
            TimeProvider = time ?? TimeProvider.System,
        });
        return await bot.ExamineWebhook(
            expected, new WebhookExaminationOptions { Lookup = lookup ?? ThisMachine, Timeout = timeout ?? TestServers.Guard });
    }

    protected static string Info(string url, bool hasCertificate = false, string more = "") =>
        $$$"""{"ok":true,"result":{"url":"{{{url}}}","has_custom_certificate":{{{(hasCertificate ? "true" : "false")}}},"pending_update_count":0{{{more}}}}}""";

    /// <summary>A URL whose host leads to a server on this machine.</summary>
    protected static string UrlOf(WebhookServer server, string host = Host) =>
        new UriBuilder(server.Urls[0]) { Host = host }.Uri.AbsoluteUri;

    protected static WebhookExpectation Plain(string url, string? secret = TestServers.Secret) =>
        new() { Url = url, SecretToken = secret };

    protected static WebhookFinding Only(WebhookExamination examination, string id)
    {
        Assert.That(examination.Findings.Select(finding => finding.Id), Is.EqualTo(new[] { id }), examination.ToString());
        return examination.Findings[0];
    }

    /// <summary>Something else that speaks HTTP, such as a proxy.</summary>
    protected static async Task<(WebApplication App, string Url)> Other(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return (app, new UriBuilder(address) { Host = Host, Path = "/hook" }.Uri.AbsoluteUri);
    }

    protected static ValueTask Receive(Update update, CancellationToken cancellationToken) =>
        throw new AssertionException("A handler saw the examination.");
}
