using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// An inbox of any engine that does not hand out queries whose life is over: they are done, and counted in the log.
/// </summary>
internal sealed partial class ExpiringInbox(IUpdateInbox inner, long? botId, TimeProvider time, ILogger logger)
    : ForwardingInbox(inner), IUpdateInbox
{
    private long _expired;

    /// <summary>How many were not handed out.</summary>
    public long Expired => Interlocked.Read(ref _expired);

    /// <summary>Opens an inbox; one that hands out everything when that is asked for.</summary>
    /// <exception cref="InboxException">It cannot be opened; the message says why and what to do.</exception>
    public static async ValueTask<IUpdateInbox> Open(
        UpdateInbox choice, InboxContext context, bool keepExpired, CancellationToken cancellationToken)
    {
        var inbox = await choice.Open(context, cancellationToken).ConfigureAwait(false);
        if (keepExpired) return inbox;
        return new ExpiringInbox(inbox, context.BotId, context.TimeProvider,
            new UnfailingLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox")));
    }

    public ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default) =>
        Inner.Append(update, cancellationToken);

    public override async ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var claim = await Inner.Claim(cancellationToken).ConfigureAwait(false);
            // One that was begun may have been answered: its handler goes on, and decides for itself.
            if (claim.Attempt > 1 || !IsExpired(claim) || !await IsDone(claim).ConfigureAwait(false)) return claim;
        }
    }

    // By the inbox's own clock: the system's may have been set since, or be another machine's.
    private bool IsExpired(UpdateClaim claim)
    {
        var update = claim.Updates[0];
        if (QueryLifetimes.Of(update.Kind) is not { } life) return false;
        return (claim.Age ?? time.GetUtcNow() - update.ReceivedAt) > life;
    }

    // What cannot be recorded here is handed out: with a claim that nobody has, its lane would be stuck.
    private async ValueTask<bool> IsDone(UpdateClaim claim)
    {
        var update = claim.Updates[0];
        try
        {
            await Inner.Complete(claim).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            NotDone(update.UpdateId, update.Kind, error);
            return false;
        }

        Interlocked.Increment(ref _expired);
        HandleTelemetry.CountExpired(KindNames.Tag(update.Kind), botId);
        LogExpired(update.UpdateId, update.Kind, Expired);
        return true;
    }

    [LoggerMessage(3061, LogLevel.Warning,
        "Update {UpdateId} ({Kind}) waited longer than Telegram takes an answer, and the inbox could not record that it is done; "
        + "it is handled all the same.")]
    private partial void NotDone(long updateId, string? kind, Exception cause);

    [LoggerMessage(3060, LogLevel.Warning, "Update {UpdateId} ({Kind}) was not handled: it waited longer than Telegram takes an answer ({Count} so far).")]
    private partial void LogExpired(long updateId, string? kind, long count);
}
