using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Runs the receiver once for one update: its attempt is ambient, its time is watched, and it is cancelled when its
/// time is over.
/// </summary>
internal sealed partial class ReceiverRun(DeliverySettings settings, HandlerWatch watch, ILogger logger)
{
    private readonly DeliveryOptions _options = settings.Options;
    private readonly UpdateTelemetry _telemetry = settings.Telemetry;

    /// <summary>Runs the receiver, or what else handles an update with its help.</summary>
    /// <param name="update">The update as it was claimed; of a media group, its first part.</param>
    /// <param name="model">The update as the receiver gets it.</param>
    /// <param name="said">What earlier attempts have got done.</param>
    /// <param name="number">Which attempt this is.</param>
    /// <param name="isLast">Whether no other is left.</param>
    /// <param name="receive">The receiver.</param>
    /// <param name="cancelled">Fires when the handler is to end.</param>
    /// <param name="parts">All that is handled together; null when it is handled within the request that brought
    /// it.</param>
    /// <exception cref="TimeoutException">It failed after <see cref="DeliveryOptions.HandlerTimeout"/> had cancelled
    /// it.</exception>
    public async ValueTask<T> Run<T>(
        StoredUpdate update, Update model, SaidCalls said, int number, bool isLast, Func<CancellationToken,
        ValueTask<T>> receive, CancellationToken cancelled,
        IReadOnlyList<StoredUpdate>? parts = null)
    {
        var notes = new AttemptNotes(said, _options.UnknownCountsAsDone);
        var running = watch.Begin(update.UpdateId, update.Kind, model.Chat?.Id, number);
        using var scope = logger.IsEnabled(LogLevel.Critical)
            ? logger.BeginScope(new HandlerScope(update, number))
            : null;
        var handling = _telemetry.Handle(update, parts, model, number);
        Exception? failure = null;
        try
        {
            // Ambient until this method returns: its caller does not see it.
            new UpdateAttempt(update, number, isLast, notes, settings.BotId, _options.SayOnce).Enter();
            return await WithinTime(receive, cancelled).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            notes.End();
            watch.End(running);
            _telemetry.Ended(handling, failure);
            if (notes.NotRepeated > 0) NotRepeated(update.UpdateId, number, notes.NotRepeated);
            if (notes.NotNoted > 0)
                NotNoted(update.UpdateId, number, notes.NotNoted, SaidCalls.MaxCalls, SaidCalls.MaxBytes / 1024);
        }
    }

    private async ValueTask<T> WithinTime<T>(Func<CancellationToken, ValueTask<T>> receive, CancellationToken cancelled)
    {
        if (_options.HandlerTimeout is not { } timeout) return await receive(cancelled).ConfigureAwait(false);
        using var timer = new CancellationTokenSource(timeout, settings.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancelled, timer.Token);
        try
        {
            return await receive(both.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (timer.IsCancellationRequested && !cancelled.IsCancellationRequested)
        {
            throw new TimeoutException($"It was cancelled after {timeout} (DeliveryOptions.HandlerTimeout).", error);
        }
    }

    [LoggerMessage(4030, LogLevel.Information,
        "Update {UpdateId}, attempt {Attempt}: calls and steps of earlier attempts that were not made again: {Count}.")]
    private partial void NotRepeated(long updateId, int attempt, int count);

    [LoggerMessage(4031, LogLevel.Warning,
        "Update {UpdateId}, attempt {Attempt}: calls and steps that are not noted: {Count}. "
        + "An update's notes hold {MostCalls} of them and {MostKilobytes} KiB. If the update is tried again, these are made again.")]
    private partial void NotNoted(long updateId, int attempt, int count, int mostCalls, int mostKilobytes);
}
