using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// Starts and stops the bots and webhook routes of an app. Start: 1. checks and inboxes; then the app's server listens;
/// 2. Telegram is told, and updates are handled. Stop: 3. further updates are refused and all bots drain at the same
/// time; then the app's server stops.
/// </summary>
internal sealed partial class TelegramBotsService(
    BotRuntimes bots,
    WebhookRoutes routes,
    IOptions<HostOptions> host,
    ILogger<TelegramBotsService> logger,
    IHostApplicationLifetime? lifetime = null,
    IHostLifetime? signals = null)
    : IHostedLifecycleService, IDisposable
{
    private IDisposable? _hangUp;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _hangUp = HangUpSignal.Stops(lifetime, signals);
        return Every(bot => bot.Prepare(cancellationToken));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var route in routes.All)
        {
            if (await route.Start().ConfigureAwait(false) is { } failure)
                throw new WebhookStartException(
                    $"The webhook on {route.ShownPath} cannot be served: {failure.Message}", failure);
        }

        await Every(bot => bot.Start(cancellationToken)).ConfigureAwait(false);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var limit = host.Value.ShutdownTimeout;
        foreach (var route in routes.All)
            route.Refuse();
        foreach (var bot in bots.All)
            bot.Refuse();
        await Task.WhenAll([
            .. routes.All.Select(route => route.Stop(limit, cancellationToken)),
            .. bots.All.Select(bot => Stop(bot, limit, cancellationToken)),
        ]).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _hangUp?.Dispose();

    private async Task Stop(BotRuntime bot, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await bot.Stop(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The others, and the app, stop all the same; what was not finished comes again.
            NotClosed(bot.Name, e);
        }
    }

    /// <summary>
    /// All bots at the same time. If one fails, what the others have opened is closed, and everything that is wrong is
    /// thrown at once.
    /// </summary>
    private async Task Every(Func<BotRuntime, Task> step)
    {
        var steps = bots.All.Select(bot => (bot.Name, Task: step(bot))).ToList();
        await Task.WhenAll(steps.Select(one => one.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failed = steps.Where(one => !one.Task.IsCompletedSuccessfully).ToList();
        if (failed.Count == 0)
            return;
        await bots.GiveUp().ConfigureAwait(false);
        // Stopped before it had started, as by Ctrl+C while Telegram is unreachable: a stop, and no failure.
        if (lifetime?.ApplicationStopping.IsCancellationRequested == true
            && failed.TrueForAll(one => one.Task.IsCanceled))
            return;
        var causes = failed.ConvertAll(
            one => (one.Name, Cause: one.Task.Exception?.InnerException ?? new OperationCanceledException()));
        if (causes.Count == 1 && causes[0].Name is null)
            ExceptionDispatchInfo.Throw(causes[0].Cause);
        if (causes.Find(one => one.Cause is not WebhookStartException) is { Cause: { } other })
            ExceptionDispatchInfo.Throw(other);
        var problems = causes
            .SelectMany(one => ((WebhookStartException)one.Cause).Problems.Select(problem => one.Name is null ? problem : $"Bot '{one.Name}': {problem}"))
            .ToList();
        throw new WebhookStartException(problems, causes[0].Cause);
    }

    [LoggerMessage(8103, LogLevel.Error, "The bot {Bot} could not be closed cleanly; what was not finished comes again at the next start")]
    private partial void NotClosed(string? bot, Exception cause);
}
