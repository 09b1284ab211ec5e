using System.Diagnostics;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// What one bot's updates say to metrics and spans. While nobody listens, every member returns at once and allocates
/// nothing.
/// </summary>
/// <param name="botId">The bot; null when it is not known.</param>
/// <param name="tellsPeople">Whether spans name chat and user.</param>
/// <param name="time">The clock.</param>
internal sealed class UpdateTelemetry(long? botId, bool tellsPeople, TimeProvider time)
{
    private readonly ReceiveLinks _links = new();

    /// <summary>The bot's id, boxed once; null when it is not known.</summary>
    public object? BotId { get; } = botId;

    /// <summary>Whether anybody wants to know of updates that come in.</summary>
    public static bool ObservesReceiving => ReceiveTelemetry.IsObserved;

    /// <summary>An update has come in with an envelope.</summary>
    public Receiving Receive(UpdateEnvelope update) => ReceiveTelemetry.IsObserved
        ? Receive(new UpdateFacts(update.UpdateId, KindNames.Tag(update.Kind), BotId, Asked(update.ChatId), Asked(update.UserId)))
        : default;

    /// <summary>An update has come in and is decoded.</summary>
    public Receiving Receive(Update update) =>
        ReceiveTelemetry.IsObserved ? Receive(Facts(update.UpdateId, update.Type.Value, update)) : default;

    /// <summary>Several updates have come in with one answer.</summary>
    public Receiving Receive(IReadOnlyList<UpdateEnvelope> updates)
    {
        if (!ReceiveTelemetry.IsObserved) return default;
        var activity = ReceiveTelemetry.StartBatch(updates.Count, BotId);
        if (activity is not null)
        {
            foreach (var update in updates)
                if (update.UpdateId is { } id) _links.Add(id, activity.Context);
        }

        return new Receiving(activity, time.GetTimestamp());
    }

    /// <summary>One update is answered.</summary>
    public void Received(in Receiving receiving, UpdateEnvelope update, AcceptOutcome outcome)
    {
        if (!receiving.IsObserved) return;
        Received(receiving, new UpdateFacts(update.UpdateId, KindNames.Tag(update.Kind), BotId),
            OutcomeNames.Of(outcome), outcome is AcceptOutcome.Failed or AcceptOutcome.Unavailable);
    }

    /// <summary>One update is answered.</summary>
    /// <param name="receiving">What its receiving began with.</param>
    /// <param name="update">The update.</param>
    /// <param name="outcome">How it went, in a word.</param>
    /// <param name="isFailure">Whether the sender has to come again.</param>
    public void Received(in Receiving receiving, Update update, string outcome, bool isFailure)
    {
        if (receiving.IsObserved)
            Received(receiving, new UpdateFacts(update.UpdateId, KindNames.Tag(update.Type.Value), BotId), outcome,
                isFailure);
    }

    /// <summary>Several updates are kept, or none.</summary>
    public void Received(
        in Receiving receiving, IReadOnlyList<UpdateEnvelope> updates, IReadOnlyList<AcceptOutcome> outcomes)
    {
        if (!receiving.IsObserved) return;
        var isFailure = outcomes.Contains(AcceptOutcome.Unavailable);
        var elapsed = time.GetElapsedTime(receiving.StartedAt);
        for (var i = 0; i < updates.Count; i++)
        {
            var facts = new UpdateFacts(updates[i].UpdateId, KindNames.Tag(updates[i].Kind), BotId);
            var outcome = OutcomeNames.Of(outcomes[i]);
            ReceiveTelemetry.Count(facts, outcome);
            ReceiveTelemetry.Measure(elapsed, facts, outcome, outcomes[i] is AcceptOutcome.Unavailable);
            if (isFailure && facts.UpdateId is { } id) _links.Remove(id);
        }

        ReceiveTelemetry.End(receiving.Activity, OutcomeNames.Of(isFailure ? AcceptOutcome.Unavailable : AcceptOutcome.Accepted), isFailure);
    }

    /// <summary>A body came in that is no update.</summary>
    public void Undecodable() =>
        ReceiveTelemetry.Count(
            new UpdateFacts(null, KindNames.Tag(null), BotId), OutcomeNames.Of(AcceptOutcome.Undecodable));

    /// <summary>An attempt begins; call in the method that awaits the receiver.</summary>
    /// <param name="update">The update; of a media group, its first part.</param>
    /// <param name="parts">All that is handled together; null when it is handled within the request that brought
    /// it.</param>
    /// <param name="model">The update as the receiver gets it.</param>
    /// <param name="attempt">Which attempt, from 1.</param>
    public Handling Handle(StoredUpdate update, IReadOnlyList<StoredUpdate>? parts, Update model, int attempt)
    {
        if (!HandleTelemetry.IsObserved) return default;
        var facts = Facts(update.UpdateId, update.Kind, model);
        if (attempt == 1) HandleTelemetry.Begun(facts, time.GetUtcNow() - update.ReceivedAt);
        var activity = RuntimeTelemetry.HasSpans
            ? HandleTelemetry.Start(facts, attempt, parts is not null, parts is null ? null : _links.Of(parts))
            : null;
        return new Handling(activity, time.GetTimestamp(), facts);
    }

    /// <summary>The receiver has returned or thrown.</summary>
    public void Ended(in Handling handling, Exception? failure)
    {
        if (handling.IsObserved)
            HandleTelemetry.Ended(handling.Activity, handling.Facts, time.GetElapsedTime(handling.StartedAt), failure);
    }

    /// <summary>What became of an update, or the parts of a media group, after an attempt.</summary>
    public void Handled(UpdateClaim claim, HandleOutcome outcome)
    {
        HandleTelemetry.CountHandled(KindNames.Tag(claim.Updates[0].Kind), BotId, OutcomeNames.Of(outcome));
        if (outcome is HandleOutcome.Completed or HandleOutcome.Buried or HandleOutcome.Dropped)
            _links.Remove(claim.Updates);
    }

    /// <summary>The same where there is no inbox.</summary>
    public void Handled(Update update, HandleOutcome outcome) =>
        HandleTelemetry.CountHandled(KindNames.Tag(update.Type.Value), BotId, OutcomeNames.Of(outcome));

    private Receiving Receive(in UpdateFacts facts)
    {
        var activity = ReceiveTelemetry.Start(facts);
        // Before it is kept: from then on it may be handled at any moment.
        if (activity is not null && facts.UpdateId is { } id) _links.Add(id, activity.Context);
        return new Receiving(activity, time.GetTimestamp());
    }

    private void Received(in Receiving receiving, in UpdateFacts facts, string outcome, bool isFailure)
    {
        ReceiveTelemetry.Count(facts, outcome);
        ReceiveTelemetry.Measure(time.GetElapsedTime(receiving.StartedAt), facts, outcome, isFailure);
        ReceiveTelemetry.End(receiving.Activity, outcome, isFailure);
        if (isFailure && facts.UpdateId is { } id) _links.Remove(id);
    }

    private UpdateFacts Facts(long updateId, string? kind, Update update) =>
        new(updateId, KindNames.Tag(kind), BotId, tellsPeople ? update.Chat?.Id : null, tellsPeople ? update.User?.Id : null);

    private long? Asked(long? id) => tellsPeople ? id : null;
}
