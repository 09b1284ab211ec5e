using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Tells its listeners what happens: the chat page event by event, waiting tests that something changed.</summary>
internal sealed class Feed
{
    /// <summary>How many events a listener may be behind.</summary>
    public const int LongestDelay = 10_000;

    private readonly Lock _gate = new();
    private readonly List<Channel<JsonObject>> _listeners = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Completes at the next event. Take it before looking at the state, then look, then await it.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate) return _changed.Task;
        }
    }

    /// <summary>Something changed that no event is published of: what waits looks again.</summary>
    public void Signal()
    {
        TaskCompletionSource signal;
        lock (_gate) (signal, _changed) = (_changed, NewSignal());
        signal.TrySetResult();
    }

    public void Publish(string kind, JsonObject data)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            // One that is full would go on without what it missed; ended, it comes again and reads everything anew.
            _listeners.RemoveAll(listener =>
                !listener.Writer.TryWrite(new JsonObject { ["kind"] = kind, ["data"] = data.DeepClone() }) && listener.Writer.TryComplete());
            signal = _changed;
            _changed = NewSignal();
        }
        signal.TrySetResult();
    }

    /// <summary>What happens from now on. The stream of a listener that is more than <see cref="LongestDelay"/> events behind ends with those.</summary>
    public ChannelReader<JsonObject> Listen()
    {
        var channel = Channel.CreateBounded<JsonObject>(LongestDelay);
        lock (_gate) _listeners.Add(channel);
        return channel.Reader;
    }

    public void Leave(ChannelReader<JsonObject> reader)
    {
        lock (_gate) _listeners.RemoveAll(listener => listener.Reader == reader);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
