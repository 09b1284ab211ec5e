using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>One route, one inbox: what a pattern may be, and what the default inbox is named.</summary>
public class RoutePatternTests
{
    [TestCase("/tg/a_b", "/tg_a/b")]
    [TestCase("/бот", "/чат")]
    [TestCase("/a.b", "/a_b")]
    [TestCase("/root", "/")]
    [TestCase("/a/b", "/a%2Fb")]
    public void The_default_inboxes_of_two_routes_had_one_name(string one, string other) =>
        Assert.That(RoutePattern.InboxName(one), Is.Not.EqualTo(RoutePattern.InboxName(other)));

    [TestCase("/Telegram/Hook/", "/telegram/hook")]
    [TestCase("/", "")]
    public void Routing_tells_paths_apart_by_neither_case_nor_a_slash_at_the_end(string one, string other) =>
        Assert.That(RoutePattern.InboxName(one), Is.EqualTo(RoutePattern.InboxName(other)));

    [Test]
    public void A_name_is_a_file_name_on_every_system_and_shows_nothing_of_the_path() =>
        Assert.That(RoutePattern.InboxName("/123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"),
            Does.Match("^route-[0-9a-f]{24}$"));

    [TestCase("/bots/{id}")]
    [TestCase("/bots/{id:int}/hook")]
    [TestCase("/{*rest}")]
    public async Task A_route_with_a_parameter_mixed_the_numbers_of_several_bots(string pattern)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<WebhookStartException>(() => app.MapTelegramWebhook(pattern, (_, _) => default));

        Assert.That(error!.Message, Does.Contain("one route for each bot"));
    }

    [Test]
    public async Task A_group_with_a_parameter_is_known_when_the_app_starts()
    {
        using var log = new RecordingLoggers();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGroup("/bots/{id}").MapTelegramWebhook(
            "hook", (_, _) => default, options: new WebhookRouteOptions { Inbox = UpdateInbox.None });

        await app.StartAsync();
        await app.StopAsync();

        Assert.That(log.Lines, Has.One.StartsWith("Critical 5009 ").And.One.Contains("one route for each bot"));
    }

    [Test]
    public void Braces_that_are_meant_as_such_are_no_parameter() =>
        Assert.That(RoutePattern.Problems("/a{{b}}"), Is.Empty);
}
