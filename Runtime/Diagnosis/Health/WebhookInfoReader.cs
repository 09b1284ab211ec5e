using System.Diagnostics.CodeAnalysis;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Asks Telegram how a webhook is set and judges what it says, for everybody who wants to know: the later looks of a
/// server and the health check. A caller gets what was found a moment ago, if that is young enough. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore whose wait handle is never asked for holds nothing.")]
internal sealed class WebhookInfoReader(TelegramBot bot, WebhookExpectation expected, TimeProvider time)
{
    /// <summary>Telegram is asked no more often than this for health checks, however often they come.</summary>
    public static readonly TimeSpan HealthAge = TimeSpan.FromSeconds(15);

    // A health check that waits for minutes is of no use.
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile WebhookExpectation _expected = expected;
    private WebhookInfoReading? _last;
    private long _lastAt;
    private DateTimeOffset? _waitingSince;

    /// <summary>What Telegram's account is compared with; another one when the webhook is registered again.</summary>
    public WebhookExpectation Expected { get => _expected; set => _expected = value; }

    /// <summary>For the later looks: asks anew, as patiently as the bot is.</summary>
    /// <exception cref="BotApiException">Telegram does not say.</exception>
    public async Task<WebhookInfoReading> ReadNow(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Keep(Judge(await bot.GetWebhookInfo(cancellationToken).ConfigureAwait(false)));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// For health checks: at most <see cref="HealthAge"/> old. That Telegram does not say is a finding.
    /// </summary>
    public async Task<WebhookInfoReading> ReadRecent(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is { } recent && time.GetElapsedTime(_lastAt) < HealthAge)
                return recent;
            return Keep(await AskOnce(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<WebhookInfoReading> AskOnce(CancellationToken cancellationToken)
    {
        try
        {
            var limits = bot.Retry with { MaxAttempts = 1, RequestTimeout = bot.Retry.RequestTimeout < HealthPatience ? bot.Retry.RequestTimeout : HealthPatience };
            return Judge(await bot.Execute(new GetWebhookInfo(), limits, cancellationToken).ConfigureAwait(false));
        }
        catch (BotApiException failure)
        {
            var findings = NewList();
            TelegramFindings.Judge(failure, bot, findings);
            return new WebhookInfoReading(findings.All);
        }
    }

    private WebhookInfoReading Judge(WebhookInfo info)
    {
        var now = time.GetUtcNow();
        _waitingSince = RegisteredFindings.IsWaiting(info, now) ? _waitingSince ?? now : null;
        var findings = NewList();
        RegisteredFindings.Judge(info, _expected, _waitingSince, now, findings);
        return new WebhookInfoReading(findings.All);
    }

    private WebhookInfoReading Keep(WebhookInfoReading reading)
    {
        (_last, _lastAt) = (reading, time.GetTimestamp());
        return reading;
    }

    private FindingList NewList() => new(bot.Redact(_expected.SecretToken));
}
