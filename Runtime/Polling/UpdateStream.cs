using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Updates straight from Telegram, without an inbox: Telegram itself is the queue. The offset, by which it forgets,
/// stops before the oldest update that is not done, and a part of an open album is not done. So while an album is open
/// the same updates are fetched again, and those that were given out are left out.
/// </summary>
internal sealed class UpdateStream
{
    // Asked for the same offset again sooner than half a second later, Telegram answers with one update, which is one
    // known already.
    private static readonly TimeSpan SameOffsetPause = TimeSpan.FromMilliseconds(600);

    private readonly RawUpdates _raw;
    private readonly TimeSpan _timeout;
    private readonly int _limit;
    private readonly TimeProvider _time;
    private readonly OpenMediaGroups? _groups;
    private readonly UndecodableUpdates _decoder;

    // Ids that Telegram still has and that were taken from it: not done yet, or done and waiting for an older one that
    // is not.
    private readonly HashSet<long> _taken = [];
    private readonly SortedSet<long> _unfinished = [];

    public UpdateStream(TelegramBot bot, LongPollingOptions options, TimeSpan timeout, ErrorReporter errors)
    {
        _raw = new RawUpdates(bot, options);
        _timeout = timeout;
        _limit = options.Limit;
        _time = options.TimeProvider ?? bot.TimeProvider;
        _decoder = new UndecodableUpdates(errors);
        if (options.MediaGroupsDebounce is { } debounce)
            _groups = new OpenMediaGroups(debounce, _time);
    }

    /// <summary>
    /// How many of Telegram's updates are done, those that cannot be decoded included; an album counts as its parts.
    /// </summary>
    public int Finished { get; private set; }

    /// <summary>Fetches for ever, or until nothing is left. An update is done when the next one is asked for.</summary>
    public async IAsyncEnumerable<Update> Read(
        bool untilEmpty, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = _groups?.Now ?? TimeSpan.Zero;
            var isWaiting = _groups?.All.Count > 0;
            // An open album's updates are there, so there is nothing to wait for; and what is known takes up room in
            // the answer.
            var batch = await Fetch(isWaiting ? LongPollingOptions.MaxLimit : _limit, isWaiting ? TimeSpan.Zero : _timeout, cancellationToken).ConfigureAwait(false);
            foreach (var envelope in batch.Where(Take))
            {
                if (_decoder.Decode(envelope) is not { } update)
                {
                    Finish(envelope.UpdateId);
                    continue;
                }

                var group = _groups?.Hold(update);
                if (group is null)
                {
                    yield return update;
                    Finish(update.UpdateId);
                }
                else if (group.IsFull)
                {
                    yield return Release(group);
                    group.Parts.ToList().ForEach(part => Finish(part.UpdateId));
                }
            }

            // Handling the updates above took time, in which more parts may have come: only what was due when Telegram
            // was asked is complete.
            foreach (var group in _groups?.All.Where(group => group.DueAt <= asked).ToList() ?? [])
            {
                yield return Release(group);
                group.Parts.ToList().ForEach(part => Finish(part.UpdateId));
            }

            if (_groups?.All.Count > 0)
                await Rest(asked, cancellationToken).ConfigureAwait(false);
            else if (untilEmpty && batch.Count == 0)
                yield break;
        }
    }

    /// <summary>Tells Telegram what is done, which otherwise the next request does.</summary>
    public async Task Confirm()
    {
        if (Offset is not null)
            await Fetch(limit: 1, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
    }

    private long? Offset => _unfinished.Count > 0 ? _unfinished.Min : _raw.Next;

    // One without an id was new, or the answer would not hold it.
    private bool Take(UpdateEnvelope envelope)
    {
        if (envelope.UpdateId is not { } id)
            return true;
        if (!_taken.Add(id))
            return false;
        _unfinished.Add(id);
        return true;
    }

    private Update Release(OpenMediaGroup group)
    {
        _groups!.Remove(group);
        return group.Merge();
    }

    private void Finish(long? id)
    {
        if (id is { } known)
            _unfinished.Remove(known);
        Finished++;
    }

    private Task Rest(TimeSpan asked, CancellationToken cancellationToken)
    {
        var until = _groups!.All.Min(group => group.DueAt);
        if (until < asked + SameOffsetPause)
            until = asked + SameOffsetPause;
        var pause = until - _groups.Now;
        return pause > TimeSpan.Zero ? Task.Delay(pause, _time, cancellationToken) : Task.CompletedTask;
    }

    private async Task<IReadOnlyList<UpdateEnvelope>> Fetch(
        int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var offset = Offset;
        _taken.RemoveWhere(id => id < offset);
        return await _raw.Fetch(offset, limit, timeout, cancellationToken).ConfigureAwait(false);
    }
}
