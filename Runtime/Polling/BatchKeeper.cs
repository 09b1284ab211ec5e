using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Brings updates into the inbox, many with one commit: a commit for each would take a hundred times as long.
/// </summary>
internal sealed class BatchKeeper(UpdateDelivery delivery, TimeProvider time)
{
    /// <summary>How many bytes of updates go into a commit.</summary>
    private const long MaxBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns when all are kept. Full, failing: they stay with Telegram meanwhile, and are offered to the inbox again.
    /// </summary>
    public async Task Keep(IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken)
    {
        var most = updates.Count;
        for (var at = 0; at < updates.Count;)
        {
            var batch = Take(updates, at, most);
            var outcomes = await delivery.Accept(batch, cancellationToken).ConfigureAwait(false);
            if (!outcomes.Contains(AcceptOutcome.Unavailable))
            {
                at += batch.Count;
                continue;
            }

            // There may be room for some and not for all.
            if (batch.Count == 1) await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            most = (batch.Count + 1) / 2;
        }
    }

    private static List<UpdateEnvelope> Take(IReadOnlyList<UpdateEnvelope> updates, int from, int most)
    {
        var batch = new List<UpdateEnvelope>();
        long bytes = 0;
        for (var at = from; at < updates.Count && batch.Count < most && (batch.Count == 0 || bytes + updates[at].Body.Length <= MaxBytes); at++)
        {
            batch.Add(updates[at]);
            bytes += updates[at].Body.Length;
        }

        return batch;
    }
}
