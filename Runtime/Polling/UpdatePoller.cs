using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>Fetches updates and appends them to the inbox; the offset, which makes Telegram forget, follows only what is kept.</summary>
internal sealed class UpdatePoller(TelegramBot bot, LongPollingOptions options, UpdateDelivery delivery, ErrorReporter errors, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // Each failure is this loop's to judge, and to report.
    private readonly TelegramBotRetryOptions _limits = bot.Retry with { MaxAttempts = 1, RequestTimeout = options.Timeout + TimeSpan.FromSeconds(15) };
    private long? _offset;
    private TimeSpan _pause = FirstPause;
    private bool _isFailing;

    /// <summary>Runs until the token fires; throws only what trying again cannot mend.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var deleteWebhook = options.DeleteWebhook;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (deleteWebhook)
                    await bot.Execute(new DeleteWebhook(), _limits, cancellationToken).ConfigureAwait(false);
                deleteWebhook = false;
                var updates = await Fetch(cancellationToken).ConfigureAwait(false);
                Recovered();
                foreach (var update in updates)
                    await Keep(update, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                deleteWebhook |= options.DeleteWebhook && PollingFailure.IsActiveWebhook(e);
                await Rest(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<IReadOnlyList<byte[]>> Fetch(CancellationToken cancellationToken) => bot.Execute(
        new GetRawUpdates(new GetUpdates
        {
            Offset = (int?)_offset,
            Limit = options.Limit,
            Timeout = (int)options.Timeout.TotalSeconds,
            AllowedUpdates = options.AllowedUpdates,
        }),
        _limits,
        cancellationToken);

    private async Task Keep(byte[] body, CancellationToken cancellationToken)
    {
        var envelope = UpdateEnvelope.Read(body);
        // Full, failing: the update stays with Telegram, and is offered to the inbox again.
        while (await delivery.Accept(envelope, cancellationToken).ConfigureAwait(false) is AcceptOutcome.Unavailable)
            await Task.Delay(FirstPause, time, cancellationToken).ConfigureAwait(false);
        if (envelope.UpdateId is { } id)
            _offset = id + 1;
    }

    private void Recovered()
    {
        if (_isFailing)
            PollingLog.Recovered(logger);
        _isFailing = false;
        _pause = FirstPause;
    }

    private async Task Rest(Exception error, CancellationToken cancellationToken)
    {
        var failure = new WebhookException(WebhookStage.Polling, PollingFailure.Explain(error), error);
        var isFinal = PollingFailure.IsFinal(error);
        // An outage of hours is one report, not thousands.
        if (isFinal || !_isFailing)
            errors.Report(failure);
        if (isFinal)
            throw failure;
        _isFailing = true;
        var pause = error is ApiRequestException { RetryAfter: { } asked } ? asked : _pause;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
