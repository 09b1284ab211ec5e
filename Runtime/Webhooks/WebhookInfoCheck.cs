using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Reads <c>getWebhookInfo</c> shortly after a start and now and then later, and reports what the doctor finds in it: a
/// successful <c>setWebhook</c> does not prove that Telegram can reach the server, nor that Telegram took everything as
/// it was asked for, nor that nobody else sets the webhook.
/// </summary>
internal sealed class WebhookInfoCheck : IAsyncDisposable
{
    // The last one again and again.
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    private const string Duty = "webhook-info";

    private readonly IUpdateInbox? _inbox;
    private readonly ErrorReporter _errors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    // What the look before has found: it is reported when it begins, and again only after it was gone.
    private HashSet<string> _known = [];

    /// <param name="bot">Who asks Telegram.</param>
    /// <param name="expected">What was asked for.</param>
    /// <param name="inbox">Of those who share it, one looks at a time; null when nobody else can.</param>
    /// <param name="errors">Where findings go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public WebhookInfoCheck(TelegramBot bot, WebhookExpectation expected, IUpdateInbox? inbox, ErrorReporter errors,
        TimeProvider time, ILogger logger)
    {
        (_inbox, _errors, _time, _logger) = (inbox, errors, time, logger);
        Reader = new WebhookInfoReader(bot, expected, time);
        _running = Run(_stop.Token);
    }

    /// <summary>What Telegram is asked through; health checks ask through it, too.</summary>
    public WebhookInfoReader Reader { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var duty = _inbox is null ? InboxDuty.Sole : await _inbox.TakeDuty(Duty, stop).ConfigureAwait(false);
                await using (duty.ConfigureAwait(false))
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, duty.Lost);
                    await Look(either.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The server stopped while another instance looked.
                return;
            }
            catch (Exception e)
            {
                // The inbox is unreachable, which it reports itself.
                WebhookLog.WebhookInfoUnreadable(_logger, e.Message);
                await Task.Delay(Waits[0], _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Until the token fires.
    private async Task Look(CancellationToken stop)
    {
        for (var look = 0; !stop.IsCancellationRequested; look++)
        {
            try
            {
                await Task.Delay(Waits[Math.Min(look, Waits.Length - 1)], _time, stop).ConfigureAwait(false);
                Report(await Reader.ReadNow(stop).ConfigureAwait(false), isFirst: look == 0);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The server stopped, or another instance looks now.
                return;
            }
            catch (Exception e)
            {
                WebhookLog.WebhookInfoUnreadable(_logger, e.Message);
            }
        }
    }

    private void Report(WebhookInfoReading reading, bool isFirst)
    {
        var worth = reading.Findings.Where(finding => IsWorthReporting(finding, isFirst)).ToList();
        foreach (var finding in worth.Where(finding => !_known.Contains(finding.Id)))
            _errors.Report(new WebhookException(WebhookStage.Registration, finding.Text));
        _known = [.. worth.Select(finding => finding.Id)];
    }

    // A passing fault, which is over with Telegram's next attempt, is none of a wrong set-up; only right after the
    // start it may be the sign of one.
    private static bool IsWorthReporting(WebhookFinding finding, bool isFirst) => finding.Severity switch
    {
        FindingSeverity.Error => true,
        FindingSeverity.Warning => isFirst || !DeliveryAdvice.IsFrom(finding.Id),
        _ => false,
    };
}
