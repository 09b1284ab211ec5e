using System.Collections.Concurrent;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>
/// An inbox that hands out what the test offers, each of a lane of its own, and notes how it is asked.
/// </summary>
internal sealed class ScriptedInbox : StandInInbox
{
    private readonly Channel<Func<UpdateClaim>> _offered = Channel.CreateUnbounded<Func<UpdateClaim>>();
    private readonly Lock _gate = new();
    private int _seeking;

    /// <summary>How often a claim was asked for.</summary>
    public int Seeks { get; private set; }

    /// <summary>How many asked at once, at most.</summary>
    public int MostSeeking { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>What was completed or buried.</summary>
    public ConcurrentQueue<long> Ended { get; } = new();

    /// <summary>What was retried, with what went wrong.</summary>
    public ConcurrentQueue<(long UpdateId, string? Error)> Retried { get; } = new();

    /// <summary>Called before a completion is noted; may throw.</summary>
    public Action<long>? Completing { get; set; }

    /// <summary>Whether claims are still held when they end.</summary>
    public bool Holds { get; set; } = true;

    /// <summary>What comes of updates that are appended.</summary>
    public Func<IReadOnlyList<UpdateEnvelope>, IReadOnlyList<AppendResult>> Appending { get; set; } = _ => throw new NotSupportedException();

    /// <summary>What its status is.</summary>
    public Func<CancellationToken, ValueTask<InboxStatus>> Asking { get; set; } = _ => throw new NotSupportedException();

    /// <summary>How often updates were appended.</summary>
    public int Appends { get; private set; }

    public void Offer(long updateId, int attempt = 1, bool lastAttemptFailed = false, CancellationToken lost = default) => Offer(new ScriptedClaim(
        new StoredUpdate { Id = updateId, UpdateId = updateId, Body = TestUpdates.Message(updateId).Body, ReceivedAt = default }, attempt, lastAttemptFailed, lost));

    public void Offer(UpdateClaim claim) => _offered.Writer.TryWrite(() => claim);

    public void OfferFault() => _offered.Writer.TryWrite(() => throw new InboxException("the disk is gone"));

    public override async ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Seeks++;
            MostSeeking = Math.Max(MostSeeking, ++_seeking);
        }

        try
        {
            var offered = await _offered.Reader.ReadAsync(cancellationToken);
            return offered();
        }
        finally
        {
            lock (_gate) _seeking--;
        }
    }

    public override ValueTask<bool> Complete(UpdateClaim claim)
    {
        Completing?.Invoke(claim.Updates[0].UpdateId);
        Ended.Enqueue(claim.Updates[0].UpdateId);
        return new ValueTask<bool>(Holds);
    }

    /// <summary>How many claims were retried that cannot be read.</summary>
    public int Unreadable { get; private set; }

    public override ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error)
    {
        if (claim is not ScriptedClaim)
        {
            Unreadable++;
            return new ValueTask<bool>(true);
        }

        Retried.Enqueue((claim.Updates[0].UpdateId, error));
        return new ValueTask<bool>(true);
    }

    public override ValueTask<bool> Bury(UpdateClaim claim, string error)
    {
        Ended.Enqueue(claim.Updates[0].UpdateId);
        return new ValueTask<bool>(true);
    }

    public override async ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default)
    {
        Appends++;
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Appending(updates);
    }

    public override ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default) => Asking(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        IsClosed = true;
        return base.DisposeAsync();
    }
}
