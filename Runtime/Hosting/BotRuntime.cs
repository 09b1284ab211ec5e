using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// One bot of an app while the app runs: what it stands on, where it stands, and what a health check looks at.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a timer, which it does not have, a source of cancellation holds nothing.")]
internal sealed partial class BotRuntime
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly BotPlan _plan;
    private readonly BotRuntimes _all;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly Lazy<BotSettingsReading> _settings;
    private readonly Lazy<TelegramBot> _bot;
    private readonly CancellationTokenSource _stopRetrying = new();
    private readonly HealthEvaluator _health;
    private volatile IBotSource? _source;
    private (IEndpointRouteBuilder Endpoints, string Pattern)? _mapped;
    private Task _retrying = Task.CompletedTask;

    public BotRuntime(BotPlan plan, BotRuntimes all, IServiceProvider services)
    {
        (_plan, _all, _services) = (plan, all, services);
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _loggers = services.GetRequiredService<ILoggerFactory>();
        _logger = _loggers.CreateLogger("Telegram.Webhooks.Runtime.Hosting");
        // Read once: what a later reload of the configuration says is for the next start.
        _settings = new Lazy<BotSettingsReading>(
            () => BotSettingsReading.Of(services.GetRequiredService<IOptionsFactory<TelegramBotSettings>>(), plan));
        _bot = new Lazy<TelegramBot>(() => MakeBot(_settings.Value));
        _health = new HealthEvaluator(new HealthSubject
        {
            NotRunning = () => State == BotRuntimeState.Running ? null : $"{State}. {Failure?.Message}".TrimEnd(),
            Inbox = () => Inbox,
            Refusal = () => _source?.Refusal,
            Outage = () => _source?.Outage,
            Telegram = () => _source?.Telegram,
            Certificate = () => Certificate,
            Redaction = BotApi.Transport.Redaction.OfTokens,
            Time = _time,
        });
    }

    /// <summary>Null for the bot that has none.</summary>
    public string? Name => _plan.Name;

    public BotRuntimeState State { get; private set; }

    /// <summary>Why it is <see cref="BotRuntimeState.Failed"/>; null in every other state.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The bot.</summary>
    /// <exception cref="WebhookStartException">The settings cannot be used.</exception>
    public TelegramBot Bot => _bot.Value;

    /// <summary>The open inbox; null before it is open, and where nothing is kept.</summary>
    public IUpdateInbox? Inbox => _source?.Inbox;

    /// <summary>What is being handled now, the longest first.</summary>
    public IReadOnlyList<RunningUpdate> Running => _source?.Running ?? [];

    /// <summary>
    /// What was registered at Telegram, and since when; null without a webhook, and before it is registered.
    /// </summary>
    public WebhookExpectation? Expectation => _source?.Expectation;

    /// <summary>How it is.</summary>
    public Task<BotHealth> CheckHealth(CancellationToken cancellationToken) => _health.Check(cancellationToken);

    /// <summary>The certificate that is served; null where none is, or the app's server does.</summary>
    public ServerCertificate? Certificate => _source?.Certificate;

    /// <summary>Whether the app's server takes its updates.</summary>
    public bool UsesRoute => _plan.UsesRoute;

    /// <summary>Whether it gets updates at all.</summary>
    public bool Receives => _plan.Source is not null;

    /// <summary>The pattern of the route that was mapped for it; null before it is mapped.</summary>
    public string? MappedPath => _mapped?.Pattern;

    /// <summary>The path that is listened on, or null when the settings do not tell it.</summary>
    public string? RoutePath
    {
        get
        {
            var webhook = _settings.Value.Settings.Webhook;
            return webhook?.Path ?? (webhook?.Url is { } url && TelegramUrl.Parse(url).Url is { } parsed ? TelegramUrl.Decoded(parsed.Path) : null);
        }
    }

    /// <summary>A route was mapped for it.</summary>
    /// <exception cref="WebhookStartException">Another bot has the same.</exception>
    public void MapTo(IEndpointRouteBuilder endpoints, string pattern)
    {
        if (_all.All.FirstOrDefault(other => other != this && other._mapped is { } taken && taken.Endpoints == endpoints
            && taken.Pattern.Equals(pattern, StringComparison.OrdinalIgnoreCase)) is { } first)
        {
            throw new WebhookStartException(
                $"{_plan.Shown} and {first._plan.Shown} would have the same route, so the app could not tell their updates apart. Give each a path of its own in Webhook:Url.");
        }

        _mapped = (endpoints, pattern);
    }

    /// <summary>Answers a POST to its route; with 503 as long as it cannot take updates.</summary>
    public Task HandlePost(HttpContext context)
    {
        if (_source is RouteSource route)
            return route.HandlePost(context);
        WebhookEndpoint.AskToRetry(context.Response);
        return Task.CompletedTask;
    }

    /// <summary>The first half of the start, before the app's server listens.</summary>
    /// <exception cref="WebhookStartException">It cannot start; all that can be known is listed.</exception>
    public async Task Prepare(CancellationToken cancellationToken)
    {
        State = BotRuntimeState.Starting;
        try
        {
            await PrepareOnce(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await Fail(e).ConfigureAwait(false);
            if (!_settings.Value.Settings.RetryStart)
                throw;
        }
    }

    /// <summary>The second half, once the app's server listens.</summary>
    /// <exception cref="WebhookStartException">It cannot start.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        if (State == BotRuntimeState.Starting)
        {
            try
            {
                await StartOnce(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                await Fail(e).ConfigureAwait(false);
                if (!_settings.Value.Settings.RetryStart)
                    throw;
            }
        }

        _retrying = Task.Run(() => Retry(_stopRetrying.Token), CancellationToken.None);
    }

    /// <summary>Takes no more updates.</summary>
    public void Refuse()
    {
        State = BotRuntimeState.Stopping;
        _source?.Refuse();
    }

    /// <summary>Drains and closes.</summary>
    /// <param name="limit">How long the host lets everything take that it stops.</param>
    /// <param name="cancellationToken">Ends the patience at once.</param>
    public async Task Stop(TimeSpan limit, CancellationToken cancellationToken)
    {
        Refuse();
        await _stopRetrying.CancelAsync().ConfigureAwait(false);
        await _retrying.ConfigureAwait(false);
        try
        {
            if (_source is { } source)
                await source.Stop(DrainTime.Within(_settings.Value.Settings.ShutdownTimeout, limit), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            (State, Failure) = (BotRuntimeState.Stopped, null);
        }
    }

    /// <summary>Closes what is open, without a drain. Nothing is left to close after <see cref="Stop"/>.</summary>
    public async Task GiveUp()
    {
        await _stopRetrying.CancelAsync().ConfigureAwait(false);
        await _retrying.ConfigureAwait(false);
        await CloseSource().ConfigureAwait(false);
    }

    private async Task PrepareOnce(CancellationToken cancellationToken)
    {
        var settings = _settings.Value.Settings;
        List<string> known = [];
        TelegramBot? forMoreProblems = null;
        try
        {
            _ = Bot;
        }
        catch (WebhookStartException e)
        {
            known.AddRange(e.Problems);
            forMoreProblems = BotFactory.TryMake(settings, _services, _plan, []) ?? BotFactory.StandIn(settings);
        }

        using (forMoreProblems)
        {
            var receiver = BotReceiver.Of(_plan, _services, known);
            if (_plan.Source is { } makeSource)
            {
                _source = makeSource(ContextOf(settings, forMoreProblems ?? Bot, receiver, known.Count == 0));
                await _source.Prepare(known, cancellationToken).ConfigureAwait(false);
            }
            else if (known.Count > 0)
            {
                throw new WebhookStartException(known);
            }
        }
    }

    private BotSourceContext ContextOf(TelegramBotSettings settings, TelegramBot bot, UpdateReceiver? receiver, bool canStart) => new()
    {
        Bot = bot,
        Settings = settings,
        // Without them it does not come to an update.
        Receiver = receiver ?? ((_, _) => default),
        Inbox = canStart ? _plan.Inbox?.Invoke(_services) ?? settings.Inbox.Choose() : UpdateInbox.InMemory(),
        OnError = _plan.OnError,
        Time = _time,
        Loggers = _loggers,
        MappedPath = MappedPath,
        Listener = _all.ListenerOf,
    };

    private async Task StartOnce(CancellationToken cancellationToken)
    {
        if (_source is { } source)
        {
            await source.Start(cancellationToken).ConfigureAwait(false);
            _ = source.Completion.ContinueWith(ended => Ended(source, ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        (State, Failure) = (BotRuntimeState.Running, null);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever keeps the bot from starting is logged, shown to health checks, and tried again.")]
    private async Task Retry(CancellationToken stop)
    {
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            RetriesStart(_plan.Shown, wait, Failure?.Message);
            try
            {
                await Task.Delay(wait, _time, stop).ConfigureAwait(false);
                await PrepareOnce(stop).ConfigureAwait(false);
                await StartOnce(stop).ConfigureAwait(false);
                StartedAfterAll(_plan.Shown);
                return;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                await Fail(e).ConfigureAwait(false);
            }
        }
    }

    private async Task Fail(Exception cause)
    {
        (Failure, State) = (cause, BotRuntimeState.Failed);
        await CloseSource().ConfigureAwait(false);
    }

    private void Ended(IBotSource source, Task ended)
    {
        if (_source != source || State != BotRuntimeState.Running)
            return;
        Failure = ended.Exception?.InnerException ?? new WebhookStartException("It ended by itself.");
        State = BotRuntimeState.Failed;
        EndedByItself(_plan.Shown, Failure.Message);
    }

    private async Task CloseSource()
    {
        if (_source is not { } source)
            return;
        _source = null;
        await source.DisposeAsync().ConfigureAwait(false);
    }

    private TelegramBot MakeBot(BotSettingsReading reading)
    {
        var problems = reading.Problems.ToList();
        var bot = BotFactory.TryMake(reading.Settings, _services, _plan, problems);
        if (problems.Count == 0)
            return bot!;
        bot?.Dispose();
        throw new WebhookStartException(problems);
    }

    [LoggerMessage(8100, LogLevel.Error, "{Bot} could not start; the start is tried again in {Wait}. {Reason}")]
    private partial void RetriesStart(string bot, TimeSpan wait, string? reason);

    [LoggerMessage(8101, LogLevel.Information, "{Bot} has started after all")]
    private partial void StartedAfterAll(string bot);

    [LoggerMessage(8102, LogLevel.Error, "{Bot} gets no more updates. {Reason}")]
    private partial void EndedByItself(string bot, string reason);
}
