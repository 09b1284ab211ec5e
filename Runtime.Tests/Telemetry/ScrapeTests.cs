using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.EndToEnd;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>A real scrape of a real bot, and what the docs and the dashboard say one looks like.</summary>
internal sealed partial class ScrapeTests : EndToEndTest
{
    private string _scrape = null!;

    [SetUp]
    public async Task Scrape()
    {
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter(TelegramTelemetry.Name)
            .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0).Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meters, predicate: null, path: "/metrics", configureBranchedPipeline: null, optionsName: null);
        await app.StartAsync();

        var key = WebhookPrivateKeyConfig.SelfSigned("127.0.0.1");
        using var paced = new TelegramBot(
            Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl, Limits = TelegramLimits.Default });
        var failed = false;
        await using var server = await Listen(
            async (update, token) =>
            {
                await paced.SendMessage(
                    update.Message!.Chat.Id, "heard " + update.Message.Text, cancellationToken: token);
                if (!failed)
                {
                    failed = true;
                    throw new InvalidOperationException();
                }

                Hear("done");
            },
            setWebhook: new SetWebhook($"https://127.0.0.1:{Port}/hook"), key: key);
        await Ada.Says("hello");
        await HasHeard(1);
        using var http = TestServers.Client();
        using var refused = await http.SendAsync(
            TestServers.Post(server.Urls[0], TestServers.Message(4711), "guessed"));

        using var scraper = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        // The last count is taken a moment after the handler has returned.
        using var patience = new CancellationTokenSource(RealTime.Patience);
        do
            _scrape = await scraper.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token);
        while (!_scrape.Contains("""telegram_outcome="completed""", StringComparison.Ordinal));
    }

    [Test]
    public void The_scrape_in_the_docs_is_what_a_scrape_looks_like()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "telemetry.md"));
        var shown = Scraped().Match(page).Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line != "…").ToList();
        var real = _scrape.Split('\n').Select(Shape).ToHashSet();

        Assert.That(shown, Has.Count.GreaterThan(10));
        Assert.That(shown.Select(Shape).Where(line => !real.Contains(line)), Is.Empty, _scrape);
    }

    [Test]
    public void Each_metric_of_the_dashboard_is_one_that_is_scraped()
    {
        var dashboard = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "deploy", "grafana.json"));
        using var parsed = System.Text.Json.JsonDocument.Parse(dashboard);
        var expressions = parsed.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray().Select(target => target.GetProperty("expr").GetString()!) : [])
            .ToList();
        var types = Types().Matches(_scrape).ToDictionary(
            match => match.Groups["name"].Value, match => match.Groups["type"].Value);
        var known = types.SelectMany(type => type.Value == "histogram" ? new[] { type.Key + "_bucket", type.Key + "_sum", type.Key + "_count" } : [type.Key]).ToHashSet();
        // These need an outage, a query that expires or a handler that hangs; their names are made as those of the
        // others are.
        known.UnionWith(["telegram_call_repeated_total", "telegram_update_expired_total", "telegram_handler_slow_total"]);
        var labels = Labels().Matches(_scrape).Select(match => match.Groups["name"].Value).ToHashSet();

        var named = expressions.SelectMany(expression => MetricNames().Matches(expression).Select(match => match.Value))
            .ToHashSet();
        Assert.That(named.Where(name => !known.Contains(name)), Is.Empty);
        Assert.That(known.Select(Instrument).Where(name => !named.Select(Instrument).Contains(name)), Is.Empty, "each metric is plotted");
        var grouped = expressions.SelectMany(expression => Grouping().Matches(expression))
            .SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries));
        Assert.That(grouped.Where(label => !labels.Contains(label)), Is.Empty, "what is grouped by");
    }

    private static string Instrument(string name) => Suffix().Replace(name, "");

    /// <summary>A line with its numbers left out: whose bot it is and how many there were differs.</summary>
    private static string Shape(string line) => line.StartsWith('#') ? line : Numbers().Replace(line, "0");

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"(?<=[=""} ])[0-9.eE+-]+(?=[""\s]|$)")]
    private static partial Regex Numbers();

    [GeneratedRegex("```text\n(?<text># TYPE.*?)```", RegexOptions.Singleline)]
    private static partial Regex Scraped();

    [GeneratedRegex(@"^# TYPE (?<name>(?:messaging|telegram)\w+) (?<type>\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"[{,](?<name>[a-z_]+)=""")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(?:messaging|telegram)_\w+(?=\{|\[)")]
    private static partial Regex MetricNames();

    [GeneratedRegex(@"\bby \((?<labels>[^)]+)\)")]
    private static partial Regex Grouping();
}
