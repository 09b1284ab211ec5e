using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>
/// Tells its listeners what happens: the chat page event by event, waiting tests that something changed.
/// </summary>
internal sealed class Feed
{
    /// <summary>How many events a listener may be behind.</summary>
    public const int LongestDelay = 10_000;

    private readonly Lock _gate = new();
    private readonly List<(long Bot, Channel<JsonObject> Channel)> _listeners = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Completes at the next event. Take it before looking at the state, then look, then await it.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate) return _changed.Task;
        }
    }

    /// <summary>Something happened.</summary>
    /// <param name="kind">What.</param>
    /// <param name="data">More about it.</param>
    /// <param name="bot">The only bot that it concerns; null for all.</param>
    public void Publish(string kind, JsonObject data, long? bot = null)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            // One that is full would go on without what it missed; ended, it comes again and reads everything anew.
            _listeners.RemoveAll(listener => (bot is null || bot == listener.Bot)
                && !listener.Channel.Writer.TryWrite(new JsonObject { ["kind"] = kind, ["data"] = data.DeepClone() })
                && listener.Channel.Writer.TryComplete());
            signal = _changed;
            _changed = NewSignal();
        }
        signal.TrySetResult();
    }

    /// <summary>
    /// What happens from now on around a bot. The stream of a listener that is more than <see cref="LongestDelay"/>
    /// events behind ends with those.
    /// </summary>
    public ChannelReader<JsonObject> Listen(long bot)
    {
        var channel = Channel.CreateBounded<JsonObject>(LongestDelay);
        lock (_gate) _listeners.Add((bot, channel));
        return channel.Reader;
    }

    public void Leave(ChannelReader<JsonObject> reader)
    {
        lock (_gate) _listeners.RemoveAll(listener => listener.Channel.Reader == reader);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
