using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>How one bot of an app is, or all of them with the app's webhook routes: the worst of them counts.</summary>
internal sealed class TelegramBotHealthCheck(BotRuntimes bots, WebhookRoutes routes, string? name) : IHealthCheck
{
    private readonly BotRuntime[] _bots = [.. name is null ? bots.All : [bots.Named(name)]];

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = await Task.WhenAll([
            .. _bots.Select(
                async bot => (bot.Name, Health: await bot.CheckHealth(cancellationToken).ConfigureAwait(false))),
            .. (name is null ? routes.All : []).Select(async route => (Name: (string?)route.ShownPath, Health: await route.CheckHealth(cancellationToken).ConfigureAwait(false))),
        ]).ConfigureAwait(false);
        var status = states.Select(state => state.Health.Status).DefaultIfEmpty(HealthStatus.Healthy).Min();
        var findings = states.SelectMany(
            state => state.Health.Findings.Select(finding => (Whose: state.Name, Finding: finding))).ToList();
        var text = string.Join(' ', findings.Select(one => one.Whose is null ? one.Finding.Text : $"{one.Whose}: {one.Finding.Text}"));
        var data = findings.GroupBy(one => one.Whose is null ? one.Finding.Id : $"{one.Whose}: {one.Finding.Id}")
            .ToDictionary(same => same.Key, object (same) => same.First().Finding.ToString());
        return new HealthCheckResult(status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : status, text.Length == 0 ? null : text, exception: null, data);
    }
}
