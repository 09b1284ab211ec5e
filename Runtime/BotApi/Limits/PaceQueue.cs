namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>
/// Decides which call goes next, and when. Knows no clock and no threads: every member is told the time, and who uses
/// it guards it.
/// </summary>
/// <remarks>
/// 1. A chat offers one call at a time, its head. 2. A head whose chat is ready waits in <c>_ready</c>, by age; one
/// whose chat is not waits in <c>_later</c>, by time. 3. When the bot as a whole may send, the oldest of <c>_ready</c>
/// goes, so none starves. 4. A cancelled call leaves no trace, for a permit is taken only when a call goes.
/// </remarks>
internal sealed class PaceQueue(TelegramLimits limits)
{
    private const int SweepEvery = 1024;

    private readonly RateWindow _all = new(limits.PerSecond, TimeSpan.FromSeconds(1));
    private readonly Dictionary<string, PacedChat> _chats = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<PacedCall> _ready = new(
        Comparer<PacedCall>.Create((one, other) => one.Ticket.CompareTo(other.Ticket)));
    private readonly PriorityQueue<PacedChat, TimeSpan> _later = new();
    private TimeSpan _allPausedUntil = TimeSpan.MinValue;
    private PacedChat? _lastRefused;
    private long _tickets;

    /// <summary>How many chats are remembered.</summary>
    public int Chats => _chats.Count;

    /// <param name="chat">The chat's id or name; null for a call that is for none.</param>
    /// <param name="now">The time.</param>
    public PacedCall Add(string? chat, TimeSpan now)
    {
        if (++_tickets % SweepEvery == 0)
            Sweep(now);
        if (chat is null)
        {
            var single = new PacedCall(_tickets, chat: null);
            _ready.Add(single);
            return single;
        }

        if (!_chats.TryGetValue(chat, out var paced))
            _chats[chat] = paced = new PacedChat(limits, IsGroup(chat));
        var call = new PacedCall(_tickets, paced);
        call.Place = paced.Queue.AddLast(call);
        if (paced.Head == call)
            Offer(paced, now);
        return call;
    }

    /// <summary>Lets a call that has had its turn try again, before the others of its chat.</summary>
    public void Again(PacedCall call, TimeSpan now)
    {
        call.IsWaiting = true;
        if (call.Chat is null)
            _ready.Add(call);
        else
            Offer(call.Chat, now);
    }

    /// <summary>Takes a call out that waits; false when it waits no more.</summary>
    public bool Cancel(PacedCall call, TimeSpan now)
    {
        if (!call.IsWaiting)
            return false;
        call.IsWaiting = false;
        _ready.Remove(call);
        if (call is { Chat: { } chat, Place: { } place })
        {
            var wasHead = chat.Head == call;
            chat.Queue.Remove(place);
            call.Place = null;
            if (wasHead)
                Offer(chat, now);
        }

        return true;
    }

    /// <summary>A call is over, however it ended.</summary>
    public void Done(PacedCall call, TimeSpan now)
    {
        if (call.Chat is not { } chat || chat.Holder != call)
            return;
        chat.Holder = null;
        Offer(chat, now);
    }

    /// <summary>
    /// Telegram refused a call with a 429: its chat waits, and all do when another chat was refused and still waits.
    /// </summary>
    public void Refused(PacedCall call, TimeSpan until, TimeSpan now)
    {
        if (call.Chat is not { } chat)
            return;
        chat.PausedUntil = Max(chat.PausedUntil, until);
        if (_lastRefused is { } other && other != chat && other.PausedUntil > now)
            _allPausedUntil = Max(_allPausedUntil, until);
        _lastRefused = chat;
    }

    /// <summary>The call that goes now, if any; call it until it gives none.</summary>
    public PacedCall? TakeDue(TimeSpan now)
    {
        while (_later.TryPeek(out var chat, out var due) && due <= now)
        {
            _later.Dequeue();
            Offer(chat, now);
        }

        if (Max(_all.NextAt, _allPausedUntil) > now || _ready.Min is not { } call)
            return null;
        _ready.Remove(call);
        call.IsWaiting = false;
        _all.Record(now);
        if (call.Chat is { } paced)
        {
            paced.Record(now);
            paced.Holder = call;
            if (call.Place is { } place)
                paced.Queue.Remove(place);
            call.Place = null;
        }

        return call;
    }

    /// <summary>When to look again if nothing else happens; null for never.</summary>
    public TimeSpan? NextLook()
    {
        if (_ready.Count > 0)
            return Max(_all.NextAt, _allPausedUntil);
        return _later.TryPeek(out _, out var due) ? due : null;
    }

    // The head of a chat is in one of the two places, or in none while a call of the chat is under way.
    private void Offer(PacedChat chat, TimeSpan now)
    {
        if (chat.Head is not { } head)
            return;
        if (chat.ReadyAt <= now)
            _ready.Add(head);
        else
            _later.Enqueue(chat, chat.ReadyAt);
    }

    private void Sweep(TimeSpan now)
    {
        foreach (var (name, _) in _chats.Where(chat => chat.Value.IsIdle(now)).ToList())
            _chats.Remove(name);
    }

    // People have positive ids; what has a name is a channel or a public group.
    private static bool IsGroup(string chat) => chat.StartsWith('-') || chat.StartsWith('@');

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
