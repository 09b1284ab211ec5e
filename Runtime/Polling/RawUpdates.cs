using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>Fetches updates without decoding them, and knows the offset that passes what was fetched.</summary>
internal sealed class RawUpdates(TelegramBot bot, LongPollingOptions options)
{
    // What an offset could not pass for certain, for it has no id that can be read; it may come again.
    private HashSet<string> _nameless = [];

    /// <summary>The offset that passes everything fetched so far; null when nothing was.</summary>
    public long? Next { get; private set; }

    /// <summary>Fetches what follows the offset; updates without an id that were fetched before are left out.</summary>
    /// <exception cref="WebhookException">All that Telegram hands out are updates that no offset can pass.</exception>
    public async Task<IReadOnlyList<UpdateEnvelope>> Fetch(
        long? offset, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = await bot.Execute(
            new GetRawUpdates(new GetUpdates
            {
                Offset = (int?)offset,
                // What is known already must leave room for what stands behind it.
                Limit = _nameless.Count > 0 ? LongPollingOptions.MaxLimit : limit,
                Timeout = (int)timeout.TotalSeconds,
                AllowedUpdates = options.AllowedUpdates,
            }),
            bot.Retry with { RequestTimeout = timeout + TimeSpan.FromSeconds(15) },
            cancellationToken).ConfigureAwait(false);
        var known = _nameless;
        _nameless = [];
        var fresh = answer.Select(body => UpdateEnvelope.Read(body)).Where(envelope => Pass(envelope, offset, known))
            .ToList();
        if (fresh.Count == 0 && answer.Count > 0)
            throw new WebhookException(WebhookStage.Polling, PollingFailure.Standstill().Message);
        return fresh;
    }

    /// <summary>
    /// Moves the offset behind an update; false for one that was seen before and has no id to pass it by.
    /// </summary>
    private bool Pass(UpdateEnvelope envelope, long? offset, HashSet<string> known)
    {
        // Telegram's numbers have 32 bits.
        if (envelope.UpdateId is { } id and >= 0 and < int.MaxValue)
        {
            // What is fetched once more because an album is open was passed before.
            if (!(id >= offset && id < Next))
                Next = id + 1;
            _nameless.Clear();
            return true;
        }

        // Numbers rise, so this one has the offset's or a higher.
        if (Next < int.MaxValue)
            Next++;
        var mark = UndecodableUpdates.Mark(envelope);
        _nameless.Add(mark);
        return !known.Contains(mark);
    }
}
