using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Tells whoever listens what happens: the chat page event by event, waiting tests that something changed.</summary>
internal sealed class Feed
{
    /// <summary>How many events a listener may be behind.</summary>
    public const int LongestDelay = 10_000;

    private readonly Lock gate = new();
    private readonly List<Channel<JsonObject>> listeners = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Completes at the next event. Take it before looking at the state, then look, then await it.</summary>
    public Task Changed
    {
        get
        {
            lock (gate) return changed.Task;
        }
    }

    public void Publish(string kind, JsonObject data)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            // One that is full would go on without what it missed; ended, it comes again and reads everything anew.
            listeners.RemoveAll(listener =>
                !listener.Writer.TryWrite(new JsonObject { ["kind"] = kind, ["data"] = data.DeepClone() }) && listener.Writer.TryComplete());
            signal = changed;
            changed = NewSignal();
        }
        signal.TrySetResult();
    }

    /// <summary>What happens from now on. The stream of a listener that is more than <see cref="LongestDelay"/> events behind ends with those.</summary>
    public ChannelReader<JsonObject> Listen()
    {
        var channel = Channel.CreateBounded<JsonObject>(LongestDelay);
        lock (gate) listeners.Add(channel);
        return channel.Reader;
    }

    public void Leave(ChannelReader<JsonObject> reader)
    {
        lock (gate) listeners.RemoveAll(listener => listener.Reader == reader);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
