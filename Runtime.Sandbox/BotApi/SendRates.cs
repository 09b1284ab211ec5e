using System.Globalization;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>
/// How fast a bot may send, as Telegram's documentation for bots says: about one message a second to a chat, short
/// bursts allowed; twenty a minute to a group or channel; thirty a second in all. Beyond that a call is refused and
/// told when it may come again. Thread-safe.
/// </summary>
internal sealed class SendRates(TimeProvider time)
{
    // How long a burst may be is nowhere said; this many is a guess.
    private const int Burst = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _chats = new(StringComparer.Ordinal);
    private readonly Bucket _all = new(30, TimeSpan.FromSeconds(1));
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Counts a call that sends.</summary>
    /// <exception cref="ApiError">It comes too soon: 429.</exception>
    public void Take(string method, CallParameters parameters)
    {
        if (!Sends(method)) return;
        var chat = parameters.Text("chat_id");
        var count = method == "sendMediaGroup"
            ? Math.Max(1, (parameters.Json("media") as System.Text.Json.Nodes.JsonArray)?.Count ?? 1)
            : 1;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_origin);
            if (!_chats.TryGetValue(chat, out var bucket))
                _chats[chat] = bucket = IsShared(chat)
                    ? new Bucket(20, TimeSpan.FromMinutes(1))
                    : new Bucket(Burst, TimeSpan.FromSeconds(Burst));
            var (own, all) = (bucket.Wait(now, count), _all.Wait(now, count));
            var wait = own > all ? own : all;
            if (wait > TimeSpan.Zero) throw ApiError.TooManyRequests((int)Math.Ceiling(wait.TotalSeconds));
            bucket.Add(now, count);
            _all.Add(now, count);
        }
    }

    private static bool Sends(string method) => method != "sendChatAction"
        && !method.EndsWith("Draft", StringComparison.Ordinal)
        && (method.StartsWith("send", StringComparison.Ordinal) || method.StartsWith("copy", StringComparison.Ordinal) || method.StartsWith("forward", StringComparison.Ordinal));

    // Groups and channels have negative ids, or are named.
    private static bool IsShared(string chat) =>
        !long.TryParse(chat, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private sealed class Bucket(int capacity, TimeSpan drains)
    {
        private readonly TimeSpan _each = drains / capacity;
        private TimeSpan _emptyAt;

        /// <summary>How long until there is room; an album larger than the whole fits into an empty one.</summary>
        public TimeSpan Wait(TimeSpan now, int count)
        {
            var full = _emptyAt > now ? _emptyAt - now : TimeSpan.Zero;
            var over = full + _each * Math.Min(count, capacity) - drains;
            return over > TimeSpan.Zero ? over : TimeSpan.Zero;
        }

        public void Add(TimeSpan now, int count) => _emptyAt = (_emptyAt > now ? _emptyAt : now) + _each * count;
    }
}
