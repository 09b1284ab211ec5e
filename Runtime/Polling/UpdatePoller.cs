using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Fetches updates and appends them to the inbox; the offset, which makes Telegram forget, follows only what is kept.
/// </summary>
internal sealed class UpdatePoller(TelegramBot bot, LongPollingOptions options, UpdateDelivery delivery,
    ErrorReporter errors, TimeProvider time, ILogger logger)
{
    private const string Duty = "polling";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // Each failure is this loop's to judge, and to report.
    private readonly TelegramBotRetryOptions _limits = bot.Retry with { MaxAttempts = 1, RequestTimeout = options.Timeout + TimeSpan.FromSeconds(15) };
    private readonly BatchKeeper _keeper = new(delivery, time);
    private long? _offset;

    // What the last answer held that an offset could not pass for certain; it may come again, and is kept already.
    private HashSet<string> _nameless = [];
    private TimeSpan _pause = FirstPause;
    private volatile string? _outage;

    /// <summary>Why updates cannot be fetched now; null when they can.</summary>
    public string? Outage => _outage;

    /// <summary>
    /// Runs until the token fires; throws only what trying again cannot fix. Of those who share an inbox, one polls at
    /// a time.
    /// </summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (delivery.Inbox is not { } inbox)
                {
                    await Poll(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var duty = await inbox.TakeDuty(Duty, cancellationToken).ConfigureAwait(false);
                await using (duty.ConfigureAwait(false))
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, duty.Lost);
                    // What another has kept meanwhile, Telegram has forgotten; what it has not, comes again and is
                    // known.
                    (_offset, _nameless) = (null, []);
                    await Poll(either.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Poll(CancellationToken cancellationToken)
    {
        var (isIntroduced, isClear) = (false, false);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!isIntroduced)
                    await Introduce(cancellationToken).ConfigureAwait(false);
                isIntroduced = true;
                if (!isClear)
                    await WebhookRemoval.Run(bot, options, _limits, logger, cancellationToken).ConfigureAwait(false);
                isClear = true;
                var updates = await Fetch(cancellationToken).ConfigureAwait(false);
                if (!await Keep(updates, cancellationToken).ConfigureAwait(false))
                    throw PollingFailure.Standstill();
                Recovered();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                isClear &= !(options.DeleteWebhook && PollingFailure.IsActiveWebhook(e));
                await Rest(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says who polls, which also shows that the token is right before anything is deleted.</summary>
    private async Task Introduce(CancellationToken cancellationToken)
    {
        var me = await bot.Execute(new GetMe(), _limits, cancellationToken).ConfigureAwait(false);
        PollingLog.Started(logger, me.Username ?? me.FirstName, bot.Id);
    }

    private Task<IReadOnlyList<byte[]>> Fetch(CancellationToken cancellationToken) => bot.Execute(
        new GetRawUpdates(new GetUpdates
        {
            Offset = (int?)_offset,
            // What is known already must leave room for what stands behind it.
            Limit = _nameless.Count > 0 ? LongPollingOptions.MaxLimit : options.Limit,
            Timeout = (int)options.Timeout.TotalSeconds,
            AllowedUpdates = options.AllowedUpdates,
        }),
        _limits,
        cancellationToken);

    /// <summary>
    /// Keeps an answer's updates; false when it held some and all of them are kept already, so that asking again at
    /// once would bring the same.
    /// </summary>
    private async Task<bool> Keep(IReadOnlyList<byte[]> updates, CancellationToken cancellationToken)
    {
        var answer = new PolledAnswer(updates, _nameless);
        await _keeper.Keep(answer.New, cancellationToken).ConfigureAwait(false);
        // Not before: by the offset Telegram forgets, and what it forgets must be kept.
        _offset = answer.OffsetAfter(_offset);
        _nameless = answer.Nameless;
        return updates.Count == 0 || answer.New.Count > 0;
    }

    private void Recovered()
    {
        if (_outage is not null)
            PollingLog.Recovered(logger);
        _outage = null;
        _pause = FirstPause;
    }

    private async Task Rest(Exception error, CancellationToken cancellationToken)
    {
        var failure = new WebhookException(WebhookStage.Polling, PollingFailure.Explain(error), error);
        var isFinal = PollingFailure.IsFinal(error);
        // An outage of hours is one report, not thousands.
        var isReported = !isFinal && _outage is not null;
        _outage = failure.Message;
        if (!isReported)
            errors.Report(failure);
        if (isFinal)
            throw failure;
        var pause = PollingFailure.AskedPause(error) ?? _pause;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
