using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Updates straight from Telegram, without an inbox: Telegram itself is the queue. The offset, by which it forgets, stops before the oldest
/// update that is not done, and a part of an open album is not done. So while an album is open the same updates are fetched again, and those
/// that were given out are left out.
/// </summary>
internal sealed class UpdateStream
{
    // Asked for the same offset again sooner than half a second later, Telegram answers with one update, which is one known already.
    private static readonly TimeSpan SameOffsetPause = TimeSpan.FromMilliseconds(600);

    private readonly TelegramBot _bot;
    private readonly LongPollingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OpenMediaGroups? _groups;

    // Ids that Telegram still has and that were taken from it: not done yet, or done and waiting for an older one that is not.
    private readonly HashSet<long> _taken = [];
    private readonly SortedSet<long> _unfinished = [];
    private long? _next;

    public UpdateStream(TelegramBot bot, LongPollingOptions options)
    {
        _bot = bot;
        _options = options;
        _time = options.TimeProvider ?? bot.TimeProvider;
        _logger = (options.LoggerFactory ?? bot.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Telegram.Webhooks.Runtime.Polling");
        if (options.MediaGroupsDebounce is { } debounce)
            _groups = new OpenMediaGroups(debounce, _time);
    }

    /// <summary>How many of Telegram's updates are done; an album counts as its parts.</summary>
    public int Finished { get; private set; }

    /// <summary>Fetches for ever, or until nothing is left. An update is done when the next one is asked for.</summary>
    public async IAsyncEnumerable<Update> Read(TimeSpan timeout, bool untilEmpty, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_options.DeleteWebhook)
            await WebhookRemoval.Run(_bot, limits: null, _logger, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var asked = _groups?.Now ?? TimeSpan.Zero;
            var isWaiting = _groups?.All.Count > 0;
            // An open album's updates are there, so there is nothing to wait for; and what is known takes up room in the answer.
            var batch = await Fetch(isWaiting ? LongPollingOptions.MaxLimit : _options.Limit, isWaiting ? TimeSpan.Zero : timeout, cancellationToken).ConfigureAwait(false);
            foreach (var update in batch.Where(Take))
            {
                var group = _groups?.Hold(update);
                if (group is null)
                {
                    yield return update;
                    Finish(update);
                }
                else if (group.IsFull)
                {
                    yield return Release(group);
                    group.Parts.ToList().ForEach(Finish);
                }
            }

            // Whoever handled the updates above took time, in which more parts may have come: only what was due when Telegram was asked is complete.
            foreach (var group in _groups?.All.Where(group => group.DueAt <= asked).ToList() ?? [])
            {
                yield return Release(group);
                group.Parts.ToList().ForEach(Finish);
            }

            if (_groups?.All.Count > 0)
                await Rest(asked, cancellationToken).ConfigureAwait(false);
            else if (untilEmpty && batch.Count == 0)
                yield break;
        }
    }

    /// <summary>Tells Telegram what is done, which otherwise the next request does.</summary>
    public Task Confirm() => Offset is null ? Task.CompletedTask : Fetch(limit: 1, TimeSpan.Zero, CancellationToken.None);

    private long? Offset => _unfinished.Count > 0 ? _unfinished.Min : _next;

    private bool Take(Update update)
    {
        if (!_taken.Add(update.UpdateId))
            return false;
        _unfinished.Add(update.UpdateId);
        _next = update.UpdateId + 1;
        return true;
    }

    private Update Release(OpenMediaGroup group)
    {
        _groups!.Remove(group);
        return group.Merge();
    }

    private void Finish(Update update)
    {
        _unfinished.Remove(update.UpdateId);
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

    private async Task<IReadOnlyList<Update>> Fetch(int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var offset = Offset;
        _taken.RemoveWhere(id => id < offset);
        return await _bot.Execute(
            new GetUpdates { Offset = (int?)offset, Limit = limit, Timeout = (int)timeout.TotalSeconds, AllowedUpdates = _options.AllowedUpdates },
            _bot.Retry with { RequestTimeout = timeout + TimeSpan.FromSeconds(15) },
            cancellationToken).ConfigureAwait(false);
    }
}
